-- What an account is to the whole server: 1 a guest, 2 a member, 3 an administrator, 4 an owner. Everybody so far had
-- nothing but a name.
ALTER TABLE accounts ADD COLUMN role INTEGER NOT NULL DEFAULT 1 CHECK (role BETWEEN 1 AND 4);

-- Whoever has it may not sign in.
ALTER TABLE accounts ADD COLUMN deactivated_at INTEGER;

-- One signed-in browser or program. The token itself is in its hands alone; here is its SHA-256. `seen_at` is exact to
-- the hour.
CREATE TABLE sessions (
    key INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    token BLOB NOT NULL UNIQUE CHECK (length(token) = 32),
    account INTEGER NOT NULL REFERENCES accounts,
    client TEXT NOT NULL,
    began_at INTEGER NOT NULL,
    seen_at INTEGER NOT NULL
) STRICT;

CREATE INDEX sessions_of_an_account ON sessions (account);

-- What a password was made into, with everything that is needed to check it. Who has no row has nothing but a name.
CREATE TABLE passwords (
    account INTEGER PRIMARY KEY REFERENCES accounts,
    hash TEXT NOT NULL,
    set_at INTEGER NOT NULL
) STRICT;

-- Links by which people come in, by the SHA-256 of what makes them work. Without `made_by` it was the operator.
-- One that is used up or was taken back has no `uses` left.
CREATE TABLE invitations (
    key INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    token BLOB NOT NULL UNIQUE CHECK (length(token) = 32),
    role INTEGER NOT NULL CHECK (role BETWEEN 1 AND 2),
    made_by INTEGER REFERENCES accounts,
    made_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    uses INTEGER NOT NULL CHECK (uses >= 0)
) STRICT;

-- Links by which somebody chooses a new password. There is one for an account, and it goes with its use.
CREATE TABLE password_resets (
    account INTEGER PRIMARY KEY REFERENCES accounts,
    token BLOB NOT NULL UNIQUE CHECK (length(token) = 32),
    expires_at INTEGER NOT NULL
) STRICT;
