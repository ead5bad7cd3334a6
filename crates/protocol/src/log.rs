//! The room log: everything that changes a room, in order.

use serde::{Deserialize, Serialize};

use crate::{Account, Epoch, Message, RoomId, Seq, Target, Timestamp, message::Wire};

/// One entry of a room log. As an event it is called `log_appended`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Whose log.
    pub room: RoomId,
    /// The place of the entry.
    pub seq: Seq,
    /// What changed.
    pub change: Change,
}

/// What an entry changed.
///
/// An entry that is read later tells of its message as it stands then, and no text of a deleted message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", from = "Wire")]
pub enum Change {
    /// Someone wrote a message.
    MessageSent {
        /// The message.
        message: Message,
    },
    /// The author gave a message another text.
    MessageEdited {
        /// Which message.
        target: Target,
        /// The new text; empty when the message was deleted since.
        #[serde(skip_serializing_if = "String::is_empty")]
        body: String,
        /// How often the text was changed, this time included.
        revision: u32,
        /// When.
        at: Timestamp,
    },
    /// A message is gone for good.
    MessageDeleted {
        /// Which message.
        target: Target,
        /// Who deleted it.
        by: Account,
        /// When.
        at: Timestamp,
        /// The message that the thread it was in began with.
        #[serde(skip_serializing_if = "Option::is_none")]
        root: Option<Target>,
    },
    /// Someone reacted to a message.
    ReactionAdded {
        /// Which message.
        target: Target,
        /// With which emoji.
        emoji: String,
        /// Who.
        by: Account,
        /// When.
        at: Timestamp,
    },
    /// Someone took a reaction back.
    ReactionRemoved {
        /// Which message.
        target: Target,
        /// Which emoji.
        emoji: String,
        /// Whose.
        by: Account,
        /// When.
        at: Timestamp,
    },
    /// Someone pinned a message to the room.
    MessagePinned {
        /// Which message.
        target: Target,
        /// Who.
        by: Account,
        /// When.
        at: Timestamp,
    },
    /// Someone took a pin off.
    MessageUnpinned {
        /// Which message.
        target: Target,
        /// Who.
        by: Account,
        /// When.
        at: Timestamp,
    },
    /// A change this client does not know yet. It still has its place, so it is no gap.
    Unknown,
}

impl Change {
    /// The message that this changed; none for a new one.
    pub fn target(&self) -> Option<Target> {
        match self {
            Self::MessageEdited { target, .. }
            | Self::MessageDeleted { target, .. }
            | Self::ReactionAdded { target, .. }
            | Self::ReactionRemoved { target, .. }
            | Self::MessagePinned { target, .. }
            | Self::MessageUnpinned { target, .. } => Some(*target),
            Self::MessageSent { .. } | Self::Unknown => None,
        }
    }

    /// Takes a pin or the end of one over into the list of the messages pinned to a room, the newest pin last.
    pub fn apply_to_pins(&self, pins: &mut Vec<Target>) -> bool {
        match self {
            Self::MessagePinned { target, .. } if !pins.contains(target) => {
                pins.push(*target);
                true
            }
            Self::MessageUnpinned { target, .. } | Self::MessageDeleted { target, .. } => {
                let before = pins.len();
                pins.retain(|pinned| pinned != target);
                pins.len() != before
            }
            _ => false,
        }
    }
}

/// A stretch of a log that was left out: the entries in `(after, before)`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gap {
    /// The last entry the client holds.
    pub after: Seq,
    /// The next entry the client was given.
    pub before: Seq,
}

/// Event after `welcome`: what a resumed room has missed, oldest first, in one or more parts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoomResumed {
    /// Which room.
    pub room: RoomId,
    /// Entries in order.
    pub entries: Vec<Entry>,
    /// What was left out before these entries, to be fetched over HTTP when it is wanted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gap: Option<Gap>,
    /// Whether this is the last part for the room.
    pub complete: bool,
    /// The messages in the entries stand as they were when the log reached to here.
    #[serde(default)]
    pub head: Seq,
}

/// The query of `GET /api/v1/rooms/{room}/log`. Without `before` and `after`: the newest page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct LogQuery {
    /// Only entries before this one, the newest of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<Seq>,
    /// Only entries after this one; the oldest of them, unless `before` is given too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<Seq>,
    /// How many at most; 50 when absent, 200 at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
}

/// A page of a room log, oldest entry first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogPage {
    /// Which room.
    pub room: RoomId,
    /// The epoch these positions belong to.
    pub epoch: Epoch,
    /// The highest position of the log when the page was read. The messages in the entries stand as they were then.
    pub head: Seq,
    /// Entries in order, without holes between them.
    pub entries: Vec<Entry>,
    /// The messages that were pinned to the room then, the newest pin last.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pins: Vec<Target>,
}

/// Some entries of a room log, oldest first, with holes between them: a thread, or what is pinned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Excerpts {
    /// Which room.
    pub room: RoomId,
    /// The epoch these positions belong to.
    pub epoch: Epoch,
    /// The highest position of the log when they were read. The messages in them stand as they were then.
    pub head: Seq,
    /// The entries in order.
    pub entries: Vec<Entry>,
}
