//! A deed as it waits, in memory and on disk.

use hubbub_protocol::{Nonce, RoomId, Source, Target, Timestamp, json::Unreadable};
use serde::{Deserialize, Serialize};

use crate::{Deed, Links};

/// A deed without an answer: a message, or a change of one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "OnDisk", into = "OnDisk")]
pub struct Unsent {
    /// In which room.
    pub room: RoomId,
    /// What it is recognised by; for a message and an edit also by the server, however often it is sent.
    pub nonce: Nonce,
    /// What to say, for a message.
    pub body: String,
    /// Wall-clock time of writing, for showing.
    pub written_at: Timestamp,
    /// Its place among the deeds of this outbox.
    pub order: u64,
    /// What was done.
    pub deed: Deed,
}

impl Unsent {
    /// The text that it carries.
    pub(crate) fn text(&self) -> &str {
        if let Deed::Edit { body, .. } = &self.deed { body } else { &self.body }
    }

    /// Whether it is a message, and not the change of one.
    pub fn is_message(&self) -> bool {
        matches!(self.deed, Deed::Send(_))
    }
}

/// All deeds in one flat form: what a plain message does not have is absent, so it reads as it did before there were
/// other deeds.
#[derive(Serialize, Deserialize)]
struct OnDisk {
    room: RoomId,
    nonce: Nonce,
    /// The text of a message or an edit, or the emoji of a reaction.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    body: String,
    written_at: Timestamp,
    order: u64,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    deed: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    target: Option<Target>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    thread: Option<Target>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    also_in_room: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    forwarded_from: Option<Source>,
}

impl From<Unsent> for OnDisk {
    fn from(unsent: Unsent) -> Self {
        let target = unsent.deed.target();
        let (mut body, mut links) = (unsent.body, Links::default());
        let deed = match unsent.deed {
            Deed::Send(sent) => {
                links = sent;
                ""
            }
            Deed::Cancel => "cancel",
            Deed::Edit { body: text, .. } => {
                body = text;
                "edit"
            }
            Deed::Delete { .. } => "delete",
            Deed::React { emoji, on, .. } => {
                body = emoji;
                if on { "react" } else { "unreact" }
            }
            Deed::Pin { on: true, .. } => "pin",
            Deed::Pin { on: false, .. } => "unpin",
        };
        Self {
            room: unsent.room,
            nonce: unsent.nonce,
            body,
            written_at: unsent.written_at,
            order: unsent.order,
            deed: deed.to_owned(),
            target: target.or(links.reply_to),
            thread: links.thread,
            also_in_room: links.also_in_room,
            forwarded_from: links.forwarded_from,
        }
    }
}

/// A deed of a kind that this build does not know was put there by a newer one, which will find it again.
impl TryFrom<OnDisk> for Unsent {
    type Error = Unreadable;

    fn try_from(on_disk: OnDisk) -> Result<Self, Unreadable> {
        let OnDisk { room, nonce, mut body, written_at, order, deed, target, .. } = on_disk;
        let deed = match (deed.as_str(), target) {
            ("", reply_to) => {
                let OnDisk { thread, also_in_room, forwarded_from, .. } = on_disk;
                Deed::Send(Links { reply_to, thread, also_in_room, forwarded_from })
            }
            ("cancel", _) => Deed::Cancel,
            ("edit", Some(target)) => Deed::Edit { target, body: std::mem::take(&mut body) },
            ("delete", Some(target)) => Deed::Delete { target },
            ("react" | "unreact", Some(target)) => {
                Deed::React { target, emoji: std::mem::take(&mut body), on: deed == "react" }
            }
            ("pin" | "unpin", Some(target)) => Deed::Pin { target, on: deed == "pin" },
            _ => return Err(Unreadable),
        };
        Ok(Self { room, nonce, body, written_at, order, deed })
    }
}
