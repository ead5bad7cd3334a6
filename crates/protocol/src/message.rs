//! Messages: what someone wrote, and sending it.

mod apply;
mod extras;
mod wire;

use serde::{Deserialize, Serialize};

use crate::{Account, AccountId, MessageId, Nonce, Reaction, RoomId, Seq, Timestamp};

pub use extras::{Deleted, Edited, ForwardedFrom, InThread, Pinned, Quote, Replies, excerpt};
pub(crate) use wire::Wire;

/// A message as everybody in its room sees it.
///
/// What few messages have is absent from the wire where there is none of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Message {
    /// Which message.
    pub id: MessageId,
    /// Who wrote it.
    pub author: Account,
    /// What the author's client called it; that client recognises its own message by it.
    pub nonce: Nonce,
    /// The text as it stands; empty once it was deleted.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub body: String,
    /// When the server took it.
    pub sent_at: Timestamp,
    /// Since when it has another text than at first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub edited: Option<Edited>,
    /// Since when it is gone. Deleting is final.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deleted: Option<Deleted>,
    /// Who reacted with what: emoji in the order in which they came, and with each the people likewise.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub reactions: Vec<Reaction>,
    /// What it answers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reply_to: Option<Box<Quote>>,
    /// The thread it is in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub thread: Option<Box<InThread>>,
    /// The thread that began with it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub replies: Option<Box<Replies>>,
    /// Who pinned it to the room.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pinned: Option<Box<Pinned>>,
    /// Where its text was said first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub forwarded_from: Option<Box<ForwardedFrom>>,
}

impl Message {
    /// A message that is nothing but a text.
    pub fn new(id: MessageId, author: Account, nonce: Nonce, body: String, sent_at: Timestamp) -> Self {
        Self {
            id,
            author,
            nonce,
            body,
            sent_at,
            edited: None,
            deleted: None,
            reactions: Vec::new(),
            reply_to: None,
            thread: None,
            replies: None,
            pinned: None,
            forwarded_from: None,
        }
    }

    /// Whether it stands between the other messages of its room, and not only in its thread.
    pub fn is_in_room(&self) -> bool {
        self.thread.as_ref().is_none_or(|thread| thread.also_in_room)
    }

    /// Whether it counts as unread until this account has read it: it is by somebody else, stands in the room, and is
    /// not deleted.
    pub fn is_news_to(&self, account: AccountId) -> bool {
        self.author.id != account && self.is_in_room() && self.deleted.is_none()
    }
}

/// Names a message in its room: by its place, and by its id as a proof that it is the one that was meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Target {
    /// The place of its entry in the room log.
    pub seq: Seq,
    /// Its id. After a restore from a backup a place may hold another message; this one is then not found.
    pub message: MessageId,
}

/// Command: say something in a room. Answered by [`MessageAcknowledged`].
///
/// Sending the same nonce again gives the same message and the same `seq`, however often and however late;
/// the same nonce with anything else different is refused with `id_conflict`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SendMessage {
    /// Where to say it.
    pub room: RoomId,
    /// Made by the client, new for each message and the same for each retry.
    pub nonce: Nonce,
    /// What to say, at most `limits::MESSAGE_BODY` bytes.
    pub body: String,
    /// The message of the same room that this one answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply_to: Option<Target>,
    /// The message of the same room whose thread this one goes into; it is in no thread itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub thread: Option<Target>,
    /// Whether a message for a thread also stands in the room.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub also_in_room: bool,
    /// The message, of any room the sender can read, that this text was taken from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub forwarded_from: Option<Source>,
}

impl SendMessage {
    /// A message that is nothing but a text.
    pub fn new(room: RoomId, nonce: Nonce, body: impl Into<String>) -> Self {
        let body = body.into();
        Self { room, nonce, body, reply_to: None, thread: None, also_in_room: false, forwarded_from: None }
    }
}

/// Names a message of any room.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// Its room.
    pub room: RoomId,
    /// Which message there.
    pub target: Target,
}

/// Reply: the message is on disk, and this is its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessageAcknowledged {
    /// The room it is in.
    pub room: RoomId,
    /// The nonce it was sent with.
    pub nonce: Nonce,
    /// Its place in the room log.
    pub seq: Seq,
    /// Its id.
    pub message: MessageId,
    /// When the server took it.
    pub sent_at: Timestamp,
}
