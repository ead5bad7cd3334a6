//! What an account is to the whole server.

use std::{fmt, str::FromStr};

/// What an account is to the whole server, the least first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Somebody with a name only, or who was invited as a guest.
    Guest,
    /// Somebody who belongs here.
    Member,
    /// Looks after people and rooms.
    Administrator,
    /// May do everything, and appoints administrators.
    Owner,
}

impl Role {
    /// Every role, the least first.
    pub const ALL: [Self; 4] = [Self::Guest, Self::Member, Self::Administrator, Self::Owner];

    /// The role as it is written on a command line.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Guest => "guest",
            Self::Member => "member",
            Self::Administrator => "administrator",
            Self::Owner => "owner",
        }
    }

    /// Whether it looks after others at all.
    pub const fn is_administrative(self) -> bool {
        matches!(self, Self::Administrator | Self::Owner)
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A text that is no role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a role is guest, member, administrator or owner")]
pub struct NotARole;

impl FromStr for Role {
    type Err = NotARole;

    fn from_str(text: &str) -> Result<Self, NotARole> {
        Self::ALL.into_iter().find(|role| role.as_str() == text).ok_or(NotARole)
    }
}
