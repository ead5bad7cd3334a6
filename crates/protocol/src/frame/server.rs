//! Replies and events: what the server says.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{
    AccountChanged, Changed, Draining, Entry, Heartbeat, MessageAcknowledged, PresenceChanged, Refusal, RoomCreated,
    RoomOpened, RoomResumed, Saved, TypingChanged, UnreadCounted, Welcome,
    json::{self, Unreadable},
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
    /// To the commands that change a message: it is so, on disk.
    Changed(Changed),
    /// To the commands that change what belongs to the account: it is so, on disk.
    Saved(Saved),
    /// To `count_unread`: how much it is.
    UnreadCounted(UnreadCounted),
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
    /// Something that belongs to the account has changed.
    AccountChanged(AccountChanged),
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
    ///
    /// A frame tells first what it is, and only then it is taken apart: that is far less code in the browser than enums
    /// that serde would have to buffer.
    pub fn decode(text: &str) -> Result<Self, Unreadable> {
        let frame = json::tree(text)?;
        let name = |field: &str| frame[field].as_str().map(ToOwned::to_owned);
        if let Some(event) = name("event") {
            return Event::decode(&event, frame).map(Self::Event);
        }
        let to = frame["reply"].as_u64().and_then(|id| u32::try_from(id).ok()).ok_or(Unreadable)?;
        let result = name("result").ok_or(Unreadable)?;
        Ok(Self::Reply(ReplyFrame { to, result: Reply::decode(&result, frame)? }))
    }
}

impl Reply {
    fn decode(result: &str, frame: Value) -> Result<Self, Unreadable> {
        Ok(match result {
            "welcome" => Self::Welcome(json::take(frame)?),
            "message_acknowledged" => Self::MessageAcknowledged(json::take(frame)?),
            "changed" => Self::Changed(json::take(frame)?),
            "saved" => Self::Saved(json::take(frame)?),
            "unread_counted" => Self::UnreadCounted(json::take(frame)?),
            "room_opened" => Self::RoomOpened(json::take(frame)?),
            "done" => Self::Done,
            "refused" => {
                let Refused { error } = json::take(frame)?;
                Self::Refused { error }
            }
            _ => Self::Unknown,
        })
    }
}

impl Event {
    fn decode(event: &str, frame: Value) -> Result<Self, Unreadable> {
        Ok(match event {
            "log_appended" => Self::LogAppended(json::take(frame)?),
            "account_changed" => Self::AccountChanged(json::take(frame)?),
            "room_resumed" => Self::RoomResumed(json::take(frame)?),
            "room_created" => Self::RoomCreated(json::take(frame)?),
            "presence_changed" => Self::PresenceChanged(json::take(frame)?),
            "typing_changed" => Self::TypingChanged(json::take(frame)?),
            "heartbeat" => Self::Heartbeat(json::take(frame)?),
            "draining" => Self::Draining(json::take(frame)?),
            _ => Self::Unknown,
        })
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
