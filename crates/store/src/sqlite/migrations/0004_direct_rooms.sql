-- Kind 1: everybody may read and join it. Kind 2, a direct room: `people` are the 16 bytes of each id of those in it, in
-- the order of the ids, so there is one room for each set of people and it is found with one look.
ALTER TABLE rooms ADD COLUMN kind INTEGER NOT NULL DEFAULT 1;
ALTER TABLE rooms ADD COLUMN people BLOB CHECK ((people IS NOT NULL) = (kind = 2));

CREATE INDEX rooms_open ON rooms (key) WHERE kind = 1;
CREATE UNIQUE INDEX rooms_by_people ON rooms (people) WHERE people IS NOT NULL;
