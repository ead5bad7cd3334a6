//! Who performs a use case.

use hubbub_protocol::{Account, AccountId};

/// An authenticated account. Only the edge makes one, after it has checked the session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller {
    account: Account,
}

impl Caller {
    /// The caller behind a session that was checked.
    pub fn authenticated(account: Account) -> Self {
        Self { account }
    }

    /// The account of the caller.
    pub fn account(&self) -> &Account {
        &self.account
    }

    /// Its id.
    pub fn id(&self) -> AccountId {
        self.account.id
    }
}
