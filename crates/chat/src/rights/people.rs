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

fn allowed_if(allowed: bool) -> Result<()> {
    if allowed { Ok(()) } else { Err(Error::Forbidden) }
}

/// How somebody comes in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entrance {
    /// With nothing but a name, where the server is open.
    Open,
    /// By an invitation into this role.
    Invited(Role),
    /// As the first, with the code from the console.
    SetUp,
    /// Because whoever runs the server said so.
    Operator,
}

/// Making an account of this role.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Admit;

impl Action for Admit {
    type By = Entrance;
    type Object = Role;

    fn rule(&self, by: &Entrance, role: &Role) -> Result<()> {
        allowed_if(match by {
            Entrance::Open => *role == Role::Guest,
            Entrance::Invited(into) => role == into,
            Entrance::SetUp => *role == Role::Owner,
            Entrance::Operator => true,
        })
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
        allowed_if(by.is(object.account.id) || by.reaches(object.role))
    }
}

/// Giving somebody another password: they themselves with the old one, or with a link that was made for them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SetPassword;

impl Action for SetPassword {
    type By = Authority;
    type Object = Standing;

    fn rule(&self, by: &Authority, object: &Standing) -> Result<()> {
        allowed_if(by.is(object.account.id) && object.is_active)
    }
}

/// Making a link by which somebody chooses a new password.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ResetPassword;

impl Action for ResetPassword {
    type By = Authority;
    type Object = Standing;

    fn rule(&self, by: &Authority, object: &Standing) -> Result<()> {
        allowed_if(by.reaches(object.role) && object.is_active)
    }
}

/// Making somebody something else. Nobody gives what they do not have themselves, and owners alone appoint those who
/// look after others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChangeRole(pub Role);

impl Action for ChangeRole {
    type By = Authority;
    type Object = Standing;

    fn rule(&self, by: &Authority, object: &Standing) -> Result<()> {
        allowed_if(by.reaches(object.role) && by.reaches(self.0))
    }
}

/// Keeping somebody out, or letting them in again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SetActive {
    /// They may sign in.
    Active,
    /// They may not.
    Deactivated,
}

impl Action for SetActive {
    type By = Authority;
    type Object = Standing;

    fn rule(&self, by: &Authority, object: &Standing) -> Result<()> {
        allowed_if(by.reaches(object.role) && !by.is(object.account.id))
    }
}

/// Seeing everybody, what they are and who was invited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SeePeople;

impl Action for SeePeople {
    type By = Authority;
    type Object = ();

    fn rule(&self, by: &Authority, (): &()) -> Result<()> {
        allowed_if(by.reaches(Role::Member))
    }
}

/// Inviting people into this role, and taking such an invitation back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Invite;

impl Action for Invite {
    type By = Authority;
    type Object = Role;

    fn rule(&self, by: &Authority, role: &Role) -> Result<()> {
        allowed_if(!role.is_administrative() && by.reaches(*role))
    }
}
