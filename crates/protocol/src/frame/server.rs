//! Replies and events: what the server says.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

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
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReplyFrame {
    /// The `id` of the command.
    #[serde(rename = "reply")]
    pub to: u32,
    /// What came of it.
    #[serde(flatten)]
    pub result: Reply,
}

/// What came of a command.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
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
    Unknown,
}

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
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
    Unknown,
}

/// What tells the frames apart. The rest is read once its kind is known: that is far less code in the browser than
/// enums that serde would have to buffer before it knows what they are.
#[derive(Deserialize)]
struct Head<'a> {
    #[serde(borrow)]
    event: Option<Cow<'a, str>>,
    reply: Option<u32>,
    #[serde(borrow)]
    result: Option<Cow<'a, str>>,
}

/// The body of a refusal.
#[derive(Deserialize)]
struct Refused {
    error: Refusal,
}

impl ServerFrame {
    /// The text of the frame.
    pub fn encode(&self) -> String {
        serde_json::to_string(self).expect("frames have string keys only, so they always encode")
    }

    /// Reads a frame. Unknown fields, events and results are no errors.
    pub fn decode(text: &str) -> serde_json::Result<Self> {
        match serde_json::from_str(text)? {
            Head { reply: Some(to), result: Some(result), .. } => {
                Ok(Self::Reply(ReplyFrame { to, result: Reply::decode(&result, text)? }))
            }
            Head { event: Some(event), .. } => Event::decode(&event, text).map(Self::Event),
            Head { .. } => Err(serde::de::Error::custom("a frame names an `event`, or a `reply` and its `result`")),
        }
    }
}

impl Reply {
    fn decode(result: &str, text: &str) -> serde_json::Result<Self> {
        match result {
            "welcome" => serde_json::from_str(text).map(Self::Welcome),
            "message_acknowledged" => serde_json::from_str(text).map(Self::MessageAcknowledged),
            "room_opened" => serde_json::from_str(text).map(Self::RoomOpened),
            "done" => Ok(Self::Done),
            "refused" => serde_json::from_str(text).map(|Refused { error }| Self::Refused { error }),
            _ => Ok(Self::Unknown),
        }
    }
}

impl Event {
    fn decode(event: &str, text: &str) -> serde_json::Result<Self> {
        match event {
            "log_appended" => serde_json::from_str(text).map(Self::LogAppended),
            "room_resumed" => serde_json::from_str(text).map(Self::RoomResumed),
            "room_created" => serde_json::from_str(text).map(Self::RoomCreated),
            "presence_changed" => serde_json::from_str(text).map(Self::PresenceChanged),
            "typing_changed" => serde_json::from_str(text).map(Self::TypingChanged),
            "heartbeat" => serde_json::from_str(text).map(Self::Heartbeat),
            "draining" => serde_json::from_str(text).map(Self::Draining),
            _ => Ok(Self::Unknown),
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
