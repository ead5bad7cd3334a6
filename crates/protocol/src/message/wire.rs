//! Reading messages and what happens to them.
//!
//! Each type that is read costs the browser most of a kilobyte. So all parts of a change are read as this one, in which
//! a name means the same wherever it stands.

use serde::Deserialize;

use super::{Deleted, Edited, ForwardedFrom, InThread, Message, Pinned, Quote, Replies, Target};
use crate::{Account, Change, MessageId, Nonce, Reaction, RoomId, Seq, Timestamp};

/// Whatever stands where a change, a message or a part of one should be.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Wire {
    kind: String,
    message: Option<Box<Wire>>,
    target: Option<Target>,
    root: Option<Target>,
    room: Option<RoomId>,
    id: Option<MessageId>,
    nonce: Option<Nonce>,
    author: Option<Account>,
    by: Option<Account>,
    people: Vec<Account>,
    at: Timestamp,
    sent_at: Timestamp,
    body: String,
    excerpt: String,
    emoji: String,
    revision: u32,
    count: u32,
    last: Seq,
    gone: bool,
    also_in_room: bool,
    edited: Option<Box<Wire>>,
    deleted: Option<Box<Wire>>,
    reactions: Vec<Wire>,
    reply_to: Option<Box<Wire>>,
    thread: Option<Box<Wire>>,
    replies: Option<Box<Wire>>,
    pinned: Option<Box<Wire>>,
    forwarded_from: Option<Box<Wire>>,
}

impl From<Wire> for Change {
    fn from(wire: Wire) -> Self {
        wire.change().unwrap_or(Self::Unknown)
    }
}

impl Wire {
    fn change(self) -> Option<Change> {
        let Self { kind, message, target, root, by, at, body, emoji, revision, .. } = self;
        Some(match kind.as_str() {
            "message_sent" => Change::MessageSent { message: message?.message()? },
            "message_edited" => Change::MessageEdited { target: target?, body, revision, at },
            "message_deleted" => Change::MessageDeleted { target: target?, by: by?, at, root },
            "reaction_added" => Change::ReactionAdded { target: target?, emoji, by: by?, at },
            "reaction_removed" => Change::ReactionRemoved { target: target?, emoji, by: by?, at },
            "message_pinned" => Change::MessagePinned { target: target?, by: by?, at },
            "message_unpinned" => Change::MessageUnpinned { target: target?, by: by?, at },
            _ => return None,
        })
    }

    /// A part that cannot be understood is left out rather than the whole message.
    fn message(self) -> Option<Message> {
        let reaction = |wire: Self| Reaction { emoji: wire.emoji, by: wire.people };
        Some(Message {
            id: self.id?,
            author: self.author?,
            nonce: self.nonce?,
            body: self.body,
            sent_at: self.sent_at,
            edited: self.edited.map(|wire| Edited { revision: wire.revision, at: wire.at }),
            deleted: self.deleted.and_then(|wire| Some(Deleted { by: wire.by?, at: wire.at })),
            reactions: self.reactions.into_iter().map(reaction).collect(),
            reply_to: self.reply_to.and_then(|wire| wire.quote()).map(Box::new),
            thread: self.thread.and_then(|wire| wire.in_thread()).map(Box::new),
            replies: self.replies.and_then(|wire| wire.replies()).map(Box::new),
            pinned: self.pinned.and_then(|wire| Some(Pinned { by: wire.by?, at: wire.at })).map(Box::new),
            forwarded_from: self.forwarded_from.and_then(|wire| wire.source()).map(Box::new),
        })
    }

    fn quote(self) -> Option<Quote> {
        Some(Quote { target: self.target?, author: self.author?, excerpt: self.excerpt, deleted: self.gone })
    }

    fn in_thread(self) -> Option<InThread> {
        Some(InThread { root: self.root?, also_in_room: self.also_in_room })
    }

    fn replies(self) -> Option<Replies> {
        Some(Replies { count: self.count, last: self.last, by: self.by?, at: self.at })
    }

    fn source(self) -> Option<ForwardedFrom> {
        Some(ForwardedFrom { room: self.room?, target: self.target?, author: self.author? })
    }
}
