-- "Hubb": tells our file from any other SQLite database.
PRAGMA application_id = 0x48756262;

-- One row: what belongs to this Hubbub as a whole.
CREATE TABLE server (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    epoch BLOB NOT NULL CHECK (length(epoch) = 16)
) STRICT;

CREATE TABLE accounts (
    key INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    name TEXT NOT NULL,
    name_key TEXT NOT NULL UNIQUE,
    created_at INTEGER NOT NULL
) STRICT;

-- `head` is the highest `seq` of the room's log, `last_at` the time of that entry.
CREATE TABLE rooms (
    key INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    slug TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    everyone INTEGER NOT NULL CHECK (everyone IN (0, 1)),
    head INTEGER NOT NULL DEFAULT 0,
    last_at INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE INDEX rooms_for_everyone ON rooms (key) WHERE everyone = 1;

-- The key keeps the order in which an account joined its rooms.
CREATE TABLE memberships (
    key INTEGER PRIMARY KEY,
    account INTEGER NOT NULL REFERENCES accounts,
    room INTEGER NOT NULL REFERENCES rooms,
    joined_at INTEGER NOT NULL,
    UNIQUE (account, room)
) STRICT;

-- (author, nonce) is unique for ever: no row of this table is removed, a deleted message leaves a tombstone.
CREATE TABLE messages (
    key INTEGER PRIMARY KEY,
    id BLOB NOT NULL CHECK (length(id) = 16),
    author INTEGER NOT NULL REFERENCES accounts,
    nonce BLOB NOT NULL CHECK (length(nonce) = 16),
    room INTEGER NOT NULL REFERENCES rooms,
    seq INTEGER NOT NULL,
    body TEXT NOT NULL,
    UNIQUE (author, nonce)
) STRICT;

-- The one log of every room. Kind 1: `message` was sent.
CREATE TABLE log (
    room INTEGER NOT NULL REFERENCES rooms,
    seq INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    at INTEGER NOT NULL,
    message INTEGER REFERENCES messages,
    PRIMARY KEY (room, seq)
) STRICT, WITHOUT ROWID;
