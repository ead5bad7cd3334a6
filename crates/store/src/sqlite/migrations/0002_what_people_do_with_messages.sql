-- Deleted text must leave nothing behind in the file. SQLite overwrites what it frees, but not what it leaves behind
-- when it moves a row to another page. So a row that holds text is only ever added at the end of its table and cut in
-- place: no row of `messages` or `texts` grows, and none is removed.

-- `body` is the text the message was sent with, empty once it was deleted. What a message refers to never changes.
-- (nonce, author) is unique for ever: no row of this table is removed, a deleted message leaves a tombstone. The nonce
-- comes first because nonces begin with the time: new ones share the last page of the index, whoever the authors are,
-- and so a commit of many messages writes few pages.
CREATE TABLE newer_messages (
    key INTEGER PRIMARY KEY,
    id BLOB NOT NULL CHECK (length(id) = 16),
    author INTEGER NOT NULL REFERENCES accounts,
    nonce BLOB NOT NULL CHECK (length(nonce) = 16),
    room INTEGER NOT NULL REFERENCES rooms,
    seq INTEGER NOT NULL,
    body TEXT NOT NULL,
    reply_to INTEGER REFERENCES messages,
    thread INTEGER REFERENCES messages,
    also_in_room INTEGER NOT NULL DEFAULT 0,
    forwarded_from INTEGER REFERENCES messages,
    UNIQUE (nonce, author)
) STRICT;

INSERT INTO newer_messages (key, id, author, nonce, room, seq, body)
SELECT key, id, author, nonce, room, seq, body FROM messages ORDER BY key;
DROP TABLE messages;
ALTER TABLE newer_messages RENAME TO messages;

-- The end of a room's log is its head; a second record of it would be one more page to write for each room.
ALTER TABLE rooms DROP COLUMN head;
ALTER TABLE rooms DROP COLUMN last_at;

CREATE INDEX messages_by_thread ON messages (thread, seq) WHERE thread IS NOT NULL;

-- The texts that edits gave to messages, empty once the message was deleted.
CREATE TABLE texts (
    key INTEGER PRIMARY KEY,
    message INTEGER NOT NULL REFERENCES messages,
    revision INTEGER NOT NULL,
    nonce BLOB NOT NULL CHECK (length(nonce) = 16),
    at INTEGER NOT NULL,
    body TEXT NOT NULL
) STRICT;

CREATE UNIQUE INDEX texts_by_message ON texts (message, revision);

-- What became of a message; most have no row here. `text` is the text of the last edit. `replies` and `last_reply`
-- tell of the thread that began with the message.
CREATE TABLE states (
    message INTEGER PRIMARY KEY REFERENCES messages,
    text INTEGER REFERENCES texts,
    deleted_by INTEGER REFERENCES accounts,
    deleted_at INTEGER,
    replies INTEGER NOT NULL DEFAULT 0,
    last_reply INTEGER REFERENCES messages
) STRICT;

-- `seq` is where the reaction stands in the log, `since` where that emoji came to the message.
CREATE TABLE reactions (
    message INTEGER NOT NULL REFERENCES messages,
    emoji TEXT NOT NULL,
    account INTEGER NOT NULL REFERENCES accounts,
    since INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    PRIMARY KEY (message, emoji, account)
) STRICT, WITHOUT ROWID;

-- `seq` is where the pin stands in the log.
CREATE TABLE pins (
    message INTEGER PRIMARY KEY REFERENCES messages,
    room INTEGER NOT NULL REFERENCES rooms,
    seq INTEGER NOT NULL,
    account INTEGER NOT NULL REFERENCES accounts,
    at INTEGER NOT NULL
) STRICT;

CREATE INDEX pins_by_room ON pins (room, seq);

-- Sends that were cancelled before they came. For them, too, (author, nonce) is used up for ever.
CREATE TABLE cancelled_sends (
    author INTEGER NOT NULL REFERENCES accounts,
    nonce BLOB NOT NULL CHECK (length(nonce) = 16),
    PRIMARY KEY (author, nonce)
) STRICT, WITHOUT ROWID;

-- Further kinds, each about `message` and by `account`: 2 edited to `text`, 3 deleted, 4 `emoji` added, 5 removed,
-- 6 pinned, 7 unpinned.
ALTER TABLE log ADD COLUMN account INTEGER REFERENCES accounts;
ALTER TABLE log ADD COLUMN text INTEGER REFERENCES texts;
ALTER TABLE log ADD COLUMN emoji TEXT;
