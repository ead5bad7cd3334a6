//! Pins: the few messages that a room wants to keep in sight.

use serde::{Deserialize, Serialize};

use crate::{RoomId, Target};

/// Command: pin a message to its room. Pinning twice changes nothing. Answered by [`crate::Changed`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PinMessage {
    /// The room of the message.
    pub room: RoomId,
    /// Which message.
    pub target: Target,
}

/// Command: take a pin off. Without one nothing changes. Answered by [`crate::Changed`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnpinMessage {
    /// The room of the message.
    pub room: RoomId,
    /// Which message.
    pub target: Target,
}
