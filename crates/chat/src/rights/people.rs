//! What may be done to people, by themselves and by those who look after the server.

use hubbub_protocol::{AccountId, SessionId};

use super::{Action, Role};
use crate::{Caller, Error, Result, ports::Standing};

/// On whose authority something happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Authority {
    /// Of whoever runs the server, on its command line.
    Operator,
    /// Of somebody with a session.
    Account {
        /// Who.
        id: AccountId,
        /// What they are.
        role: Role,
    },
}

impl Authority {
    /// Whether it reaches over somebody of this role: owners over everybody, administrators over those below them.
    fn reaches(self, role: Role) -> bool {
        match self {
            Self::Operator | Self::Account { role: Role::Owner, .. } => true,
            Self::Account { role: own, .. } => own.is_administrative() && own > role,
        }
    }

    fn is(self, account: AccountId) -> bool {
        matches!(self, Self::Account { id, .. } if id == account)
    }
}

impl From<&Caller> for Authority {
    fn from(caller: &Caller) -> Self {
        Self::Account { id: caller.id(), role: caller.role() }
    }
}

/// Which of somebody's sessions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// This one.
    One(SessionId),
    /// All but this one.
    Others(SessionId),
    /// All of them.
    All,
}

/// Ending sessions of somebody: their own, or those of somebody one looks after.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EndSessions(pub Which);

impl Action for EndSessions {
    type By = Authority;
    type Object = Standing;

    fn rule(&self, by: &Authority, object: &Standing) -> Result<()> {
        self_or_above(*by, object)
    }
}

fn self_or_above(by: Authority, object: &Standing) -> Result<()> {
    if by.is(object.account.id) || by.reaches(object.role) { Ok(()) } else { Err(Error::Forbidden) }
}
