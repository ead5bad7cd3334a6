//! A deed as it waits, in memory and on disk.

use hubbub_protocol::{Nonce, RoomId, Source, Target, Timestamp, frame, json::Unreadable};
use serde::{Deserialize, Serialize};

use crate::{Deed, Links};

/// A deed without an answer: a message, or a change of one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Flat", into = "Flat")]
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

/// All deeds in one flat form, with the fields of the commands that carry them: on disk with a name and a place, on
/// the wire without. What a plain message does not have is absent, so on disk it is what it was before there were other
/// deeds.
#[derive(Serialize, Deserialize)]
struct Flat {
    room: RoomId,
    nonce: Nonce,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    body: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    written_at: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    order: Option<u64>,
    /// The name of the command; none for a message.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    deed: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    target: Option<Target>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    emoji: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    reply_to: Option<Target>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    thread: Option<Target>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    also_in_room: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    forwarded_from: Option<Source>,
}

impl Unsent {
    /// The text of the frame that carries it.
    pub(crate) fn command(&self, id: u32) -> String {
        let name = self.deed.command();
        let fields = Flat { written_at: None, order: None, deed: String::new(), ..self.clone().into() };
        frame::encode_as(id, name, &fields)
    }
}

impl From<Unsent> for Flat {
    fn from(unsent: Unsent) -> Self {
        let Unsent { room, nonce, mut body, written_at, order, deed } = unsent;
        let (target, name) = (deed.target(), deed.command());
        let (mut emoji, mut links) = (String::new(), Links::default());
        let is_message = matches!(deed, Deed::Send(_));
        match deed {
            Deed::Send(sent) => links = sent,
            Deed::Edit { body: text, .. } => body = text,
            Deed::React { emoji: it, .. } => emoji = it,
            Deed::Cancel | Deed::Delete { .. } | Deed::Pin { .. } => {}
        }
        let deed = if is_message { String::new() } else { name.to_owned() };
        let (written_at, order) = (Some(written_at), Some(order));
        let Links { reply_to, thread, also_in_room, forwarded_from } = links;
        Self {
            room,
            nonce,
            body,
            written_at,
            order,
            deed,
            target,
            emoji,
            reply_to,
            thread,
            also_in_room,
            forwarded_from,
        }
    }
}

/// A deed of a kind that this build does not know was put there by a newer one, which will find it again.
impl TryFrom<Flat> for Unsent {
    type Error = Unreadable;

    fn try_from(flat: Flat) -> Result<Self, Unreadable> {
        let Flat { room, nonce, mut body, written_at, order, deed, target, emoji, .. } = flat;
        let deed = match (deed.as_str(), target) {
            ("", _) => {
                let Flat { reply_to, thread, also_in_room, forwarded_from, .. } = flat;
                Deed::Send(Links { reply_to, thread, also_in_room, forwarded_from })
            }
            ("cancel_message", _) => Deed::Cancel,
            ("edit_message", Some(target)) => Deed::Edit { target, body: std::mem::take(&mut body) },
            ("delete_message", Some(target)) => Deed::Delete { target },
            ("add_reaction", Some(target)) => Deed::React { target, emoji, on: true },
            ("remove_reaction", Some(target)) => Deed::React { target, emoji, on: false },
            ("pin_message", Some(target)) => Deed::Pin { target, on: true },
            ("unpin_message", Some(target)) => Deed::Pin { target, on: false },
            _ => return Err(Unreadable),
        };
        let (written_at, order) = (written_at.ok_or(Unreadable)?, order.ok_or(Unreadable)?);
        Ok(Self { room, nonce, body, written_at, order, deed })
    }
}
