//! Reading: up to where a room was read, and what is unread beyond that.

use serde::{Deserialize, Serialize};

use crate::{RoomId, Seq};

/// Command: a room was read up to here. Doing it twice changes nothing. Answered by [`crate::Saved`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct MarkRead {
    /// Which room.
    pub room: RoomId,
    /// The last entry that was read; beyond the head means the head.
    pub up_to: Seq,
    /// Whether the marker may move back: everything after it is to be unread again. Otherwise it only moves forward.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub back: bool,
}

/// Command: count what is unread beyond a position. Answered by [`UnreadCounted`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountUnread {
    /// Which room.
    pub room: RoomId,
    /// Only entries after this one.
    pub after: Seq,
}

/// Reply: how much is unread.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnreadCounted {
    /// Which room.
    pub room: RoomId,
    /// What was counted.
    pub unread: Unread,
}

/// How many messages of others are beyond a position: those that are not deleted and stand in the room, not only in a
/// thread.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unread {
    /// Only entries after this one were counted.
    pub after: Seq,
    /// The head of the log when they were counted.
    pub head: Seq,
    /// How many there were.
    pub count: u64,
}
