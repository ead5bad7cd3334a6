//! Presence: who is here now. Soft state, never stored.

use serde::{Deserialize, Serialize};

use crate::{Account, AccountId, RoomId};

/// Who is in a room now.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Presence {
    /// How many accounts.
    pub count: u32,
    /// Their names, at most `limits::PRESENCE_NAMES` of them.
    pub accounts: Vec<Account>,
}

/// Event, to the members of a room: people came and went.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PresenceChanged {
    /// Which room.
    pub room: RoomId,
    /// Who came, at most `limits::PRESENCE_NAMES` of them.
    pub came: Vec<Account>,
    /// Who went, at most `limits::PRESENCE_NAMES` of them.
    pub went: Vec<AccountId>,
    /// How many are here now.
    pub count: u32,
}
