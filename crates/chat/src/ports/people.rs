//! Persistence of accounts and of what belongs to signing in.

use hubbub_protocol::{Account, AccountId, SessionId, Timestamp};

use super::StoreResult;
use crate::rights::{EndSessions, Proof, Role};

/// What can be looked up about people.
pub trait ReadPeople {
    /// An account by id.
    fn account(&self, id: AccountId) -> StoreResult<Option<Account>>;

    /// An account by the key of its name, see `hubbub_protocol::name::key`.
    fn account_by_name(&self, key: &str) -> StoreResult<Option<Account>>;

    /// The accounts whose keys have `part` in them and that may sign in, in the order of their keys; at most `limit`.
    fn find_people(&self, part: &str, limit: usize) -> StoreResult<Vec<Account>>;

    /// What an account is to the whole server.
    fn standing(&self, id: AccountId) -> StoreResult<Option<Standing>>;

    /// The session with this token, and whose it is. Whether it holds is for the caller to decide.
    fn session_by_token(&self, token: &TokenHash) -> StoreResult<Option<(Session, Standing)>>;

    /// Whether there is this session.
    fn has_session(&self, id: SessionId) -> StoreResult<bool>;

    /// The sessions of an account, the newest last.
    fn sessions(&self, account: AccountId) -> StoreResult<Vec<Session>>;
}

/// What can be changed about people, inside a unit of work.
pub trait WritePeople {
    /// Adds an account; its id and `key` must be free.
    fn insert_account(&mut self, account: &Account, key: &str, role: Role, at: Timestamp) -> StoreResult<()>;

    /// Begins a session.
    fn insert_session(&mut self, account: AccountId, token: &TokenHash, session: &Session) -> StoreResult<()>;

    /// Notes that a session was used.
    fn see_session(&mut self, id: SessionId, at: Timestamp) -> StoreResult<()>;

    /// Ends sessions, and says which ones there were.
    fn end_sessions(&mut self, proof: &Proof<EndSessions>) -> StoreResult<Vec<SessionId>>;

    /// Ends every session that was last used or began before these times, and says which ones there were.
    fn end_sessions_before(&mut self, seen: Timestamp, began: Timestamp) -> StoreResult<Vec<SessionId>>;
}

/// What an account is to the whole server. Only a store makes one, from what it has found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// Who.
    pub account: Account,
    /// What they are.
    pub role: Role,
    /// Whether they may sign in at all.
    pub is_active: bool,
}

/// One signed-in browser or program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Which session.
    pub id: SessionId,
    /// What signed in, as it called itself.
    pub client: String,
    /// When it began.
    pub began_at: Timestamp,
    /// When it was last used, to the hour.
    pub seen_at: Timestamp,
}

/// The SHA-256 of a token: what is kept of a secret that was given away.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct TokenHash([u8; 32]);

impl TokenHash {
    /// The hash with these bytes.
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The bytes a store keeps.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl std::fmt::Debug for TokenHash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("TokenHash(redacted)")
    }
}
