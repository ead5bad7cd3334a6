//! Who performs a use case.

use hubbub_protocol::{Account, AccountId, SessionId, Timestamp};

use crate::Role;

/// An authenticated account. Only a session that holds makes one, see [`crate::sessions`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller {
    account: Account,
    role: Role,
    session: SessionId,
    until: Timestamp,
}

impl Caller {
    /// The caller behind a session that was checked, and when it ends at the latest.
    pub(crate) fn new(account: Account, role: Role, session: SessionId, until: Timestamp) -> Self {
        Self { account, role, session, until }
    }

    /// A member without a session, for tests that look at no session.
    #[cfg(any(test, feature = "memory"))]
    pub fn stand_in(account: Account) -> Self {
        let session = SessionId::from_bytes(*account.id.as_bytes());
        Self::new(account, Role::Member, session, Timestamp::from_millis(i64::MAX))
    }

    /// The account of the caller.
    pub fn account(&self) -> &Account {
        &self.account
    }

    /// Its id.
    pub fn id(&self) -> AccountId {
        self.account.id
    }

    /// What it is to the whole server.
    pub fn role(&self) -> Role {
        self.role
    }

    /// The session behind it.
    pub fn session(&self) -> SessionId {
        self.session
    }

    /// When the session ends, however much it is used.
    pub fn until(&self) -> Timestamp {
        self.until
    }
}
