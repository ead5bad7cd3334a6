//! The room log: everything that changes a room, in order.

use serde::{Deserialize, Serialize};

use crate::{Epoch, Message, RoomId, Seq};

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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", from = "AnyChange")]
pub enum Change {
    /// Someone wrote a message.
    MessageSent {
        /// The message.
        message: Message,
    },
    /// A change this client does not know yet. It still has its place, so it is no gap.
    Unknown,
}

/// A change with the fields of every kind, which share one space of names: reading it needs no buffer in the browser.
#[derive(Deserialize)]
struct AnyChange {
    kind: String,
    message: Option<Message>,
}

impl From<AnyChange> for Change {
    fn from(change: AnyChange) -> Self {
        match (change.kind.as_str(), change.message) {
            ("message_sent", Some(message)) => Self::MessageSent { message },
            _ => Self::Unknown,
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
    /// The highest position of the log when the page was read.
    pub head: Seq,
    /// Entries in order, without holes between them.
    pub entries: Vec<Entry>,
}
