//! The account log: what belongs to one account and follows it to all its devices.
//!
//! It is compacted: of each item only its last value is kept, with the `version` at which it got that. Versions of one
//! account count 1, 2, 3, … without holes.

use serde::{Deserialize, Serialize};

use crate::{RoomId, Seq};

/// One thing that belongs to an account. What it is about is part of it; a later one about the same replaces it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", from = "Wire")]
pub enum Item {
    /// Up to where a room was read.
    ReadMarker {
        /// Which room.
        room: RoomId,
        /// The last entry that was read.
        up_to: Seq,
    },
    /// An item this client does not know yet. Its version counts like any other.
    Unknown,
}

/// Event, to all connections of an account: one of its items changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountChanged {
    /// The place of this change in the account log.
    pub version: Seq,
    /// The item as it is now.
    pub item: Item,
}

/// Reply: what belongs to the account is as the command wants it, on disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Saved {
    /// Whoever holds the account log up to here sees it.
    pub version: Seq,
}

/// All fields of all items. An enum would have to be buffered to be read, which is far more code in the browser.
#[derive(Deserialize)]
struct Wire {
    kind: String,
    #[serde(default)]
    room: Option<RoomId>,
    #[serde(default)]
    up_to: Seq,
}

impl From<Wire> for Item {
    fn from(Wire { kind, room, up_to }: Wire) -> Self {
        match (kind.as_str(), room) {
            ("read_marker", Some(room)) => Self::ReadMarker { room, up_to },
            _ => Self::Unknown,
        }
    }
}
