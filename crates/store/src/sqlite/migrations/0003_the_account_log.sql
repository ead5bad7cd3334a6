-- What belongs to an account, one row for each item: what it is about, what it is now, and the version at which it
-- became that. Versions of an account count 1, 2, 3, …; rows are replaced and never removed, so the highest one stays.
-- Kind 1: `room` was read up to the `seq` in `value`.
CREATE TABLE account_log (
    account INTEGER NOT NULL REFERENCES accounts,
    kind INTEGER NOT NULL,
    room INTEGER NOT NULL REFERENCES rooms,
    version INTEGER NOT NULL,
    value INTEGER NOT NULL,
    PRIMARY KEY (account, kind, room)
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX account_log_by_version ON account_log (account, version);

-- Whose message an entry is, if it is one that counts as unread: it stands in the room, and it is not deleted. So what is
-- unread is counted in this table alone, along its key. The author is the one of `message`, which has the reference.
ALTER TABLE log ADD COLUMN news INTEGER;

UPDATE log SET news = (
    SELECT m.author FROM messages AS m LEFT JOIN states AS s ON s.message = m.key
    WHERE m.key = log.message AND (m.thread IS NULL OR m.also_in_room) AND s.deleted_at IS NULL)
WHERE kind = 1;
