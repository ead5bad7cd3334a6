//! Typing signals: short-lived, never stored, dropped first when the server is busy.

use serde::{Deserialize, Serialize};

use crate::{Account, RoomId};

/// Command: I am typing here, or I stopped. Renew it at least every `limits::TYPING_EXPIRES_MS`. Answered by `done`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetTyping {
    /// Where.
    pub room: RoomId,
    /// Whether there is something in the composer that is being worked on.
    pub typing: bool,
}

/// Event, to the other members of a room: someone types, or stopped.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TypingChanged {
    /// Where.
    pub room: RoomId,
    /// Who.
    pub account: Account,
    /// Whether they type.
    pub typing: bool,
}
