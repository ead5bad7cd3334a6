//! Replies and events: what the server says.

use serde::{Deserialize, Serialize, de::IgnoredAny};

use crate::{
    Draining, Entry, Heartbeat, MessageAcknowledged, PresenceChanged, Refusal, RoomCreated, RoomOpened, RoomResumed,
    TypingChanged, Welcome,
};

/// What the server says: the answer to a command, or something that happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum ServerFrame {
    /// The answer to a command.
    Reply(ReplyFrame),
    /// Something that happened.
    Event(Event),
}

/// The answer to a command.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReplyFrame {
    /// The `id` of the command.
    #[serde(rename = "reply")]
    pub to: u32,
    /// What came of it.
    #[serde(flatten)]
    pub result: Reply,
}

/// What came of a command.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "result", rename_all = "snake_case")]
pub enum Reply {
    /// To `hello`: the connection is live.
    Welcome(Welcome),
    /// To `send_message`: it is on disk.
    MessageAcknowledged(MessageAcknowledged),
    /// To `create_room` and `join_room`: you are a member.
    RoomOpened(RoomOpened),
    /// Done; there is nothing to tell.
    Done,
    /// Not done, and nothing was changed.
    Refused {
        /// Why not.
        error: Refusal,
    },
    /// A result this client does not know yet.
    #[serde(other)]
    Unknown,
}

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Event {
    /// A room log has a new entry.
    LogAppended(Entry),
    /// What a resumed room has missed.
    RoomResumed(RoomResumed),
    /// There is a new room.
    RoomCreated(RoomCreated),
    /// People came and went.
    PresenceChanged(PresenceChanged),
    /// Someone types, or stopped.
    TypingChanged(TypingChanged),
    /// The server is alive, and this is where the logs stand.
    Heartbeat(Heartbeat),
    /// The server is about to restart.
    Draining(Draining),
    /// An event this client does not know yet.
    #[serde(other)]
    Unknown,
}

/// Tells a reply from an event without reading the rest.
#[derive(Deserialize)]
struct Head {
    reply: Option<IgnoredAny>,
}

impl ServerFrame {
    /// The text of the frame.
    pub fn encode(&self) -> String {
        serde_json::to_string(self).expect("frames have string keys only, so they always encode")
    }

    /// Reads a frame. Unknown fields, events and results are no errors.
    pub fn decode(text: &str) -> serde_json::Result<Self> {
        let head: Head = serde_json::from_str(text)?;
        match head.reply {
            Some(_) => serde_json::from_str(text).map(Self::Reply),
            None => serde_json::from_str(text).map(Self::Event),
        }
    }
}

impl From<Event> for ServerFrame {
    fn from(event: Event) -> Self {
        Self::Event(event)
    }
}

impl From<Result<Reply, Refusal>> for Reply {
    fn from(result: Result<Reply, Refusal>) -> Self {
        result.unwrap_or_else(|error| Self::Refused { error })
    }
}
