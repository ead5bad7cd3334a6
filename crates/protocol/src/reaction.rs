//! Reactions: one account's emoji on one message.

use serde::{Deserialize, Serialize};

use crate::{Account, RoomId, Target};

/// An emoji on a message, and whose it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reaction {
    /// The emoji, in its fully qualified form.
    pub emoji: String,
    /// Who reacted with it, in the order in which they did.
    #[serde(rename = "people")]
    pub by: Vec<Account>,
}

/// Command: react to a message. Reacting twice with one emoji changes nothing. Answered by [`crate::Changed`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AddReaction {
    /// The room of the message.
    pub room: RoomId,
    /// Which message.
    pub target: Target,
    /// One emoji of Unicode.
    pub emoji: String,
}

/// Command: take a reaction back. Without one nothing changes. Answered by [`crate::Changed`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RemoveReaction {
    /// The room of the message.
    pub room: RoomId,
    /// Which message.
    pub target: Target,
    /// Which emoji.
    pub emoji: String,
}
