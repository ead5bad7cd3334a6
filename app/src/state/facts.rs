//! What became of a message since it was written, and what it refers to.

use hubbub_client::{Links, Timeline};
use hubbub_protocol::{
    Account, AccountId, Message, Reaction, Target, Timestamp,
    message::{Quote, excerpt},
    path,
};

use super::people::Known;

/// How much of a message is quoted.
const LETTERS: usize = 120;

/// What few messages have.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts {
    /// When its text was changed last.
    pub edited: Option<Timestamp>,
    /// Who deleted it.
    pub deleted: Option<Account>,
    /// Who reacted with what.
    pub reactions: Vec<Reaction>,
    /// What it answers.
    pub reply_to: Option<Box<Quoted>>,
    /// Who pinned it to the room.
    pub pinned: Option<Account>,
    /// Where its text was said first.
    pub forwarded_from: Option<Box<Forwarded>>,
}

/// A message in one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quoted {
    /// Which message.
    pub target: Target,
    /// Who wrote it; nobody as long as that is not known here.
    pub author: Option<Account>,
    /// How its text begins.
    pub words: String,
    /// Whether it was deleted.
    pub deleted: bool,
}

/// Where a text was said first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Forwarded {
    /// By whom.
    pub author: Account,
    /// The name of the room and the address of the message; none if the room is not known here.
    pub place: Option<(String, String)>,
}

impl Facts {
    /// What the log says of a message.
    pub(crate) fn of(message: &Message, known: &Known<'_>) -> Self {
        Self {
            edited: message.edited.map(|edited| edited.at),
            deleted: message.deleted.as_ref().map(|deleted| deleted.by.clone()),
            reactions: message.reactions.clone(),
            reply_to: message.reply_to.as_ref().map(|quote| Box::new(Quoted::from_log(quote, known))),
            pinned: message.pinned.as_ref().map(|pinned| pinned.by.clone()),
            forwarded_from: message.forwarded_from.as_ref().map(|from| {
                let place = known.rooms.with_id(from.room);
                let address = |room| path::message_page(&room, from.target.seq);
                let place = place.map(|room| (room.name, address(room.slug)));
                Box::new(Forwarded { author: from.author.clone(), place })
            }),
        }
    }

    /// What is known of a message that is not in the log yet.
    pub(crate) fn of_unsent(links: &Links, timeline: Option<Timeline<'_>>, known: &Known<'_>) -> Self {
        let quoted = |target| Box::new(Quoted::from_timeline(target, timeline, known));
        Self { reply_to: links.reply_to.map(quoted), ..Self::default() }
    }
}

impl Quoted {
    fn from_log(quote: &Quote, known: &Known<'_>) -> Self {
        let words = words(&quote.excerpt, known);
        Self { target: quote.target, author: Some(quote.author.clone()), words, deleted: quote.deleted }
    }

    /// A message as far as it is held.
    pub(crate) fn from_timeline(target: Target, timeline: Option<Timeline<'_>>, known: &Known<'_>) -> Self {
        match timeline.and_then(|timeline| timeline.message(target.seq)).filter(|message| message.id == target.message)
        {
            Some(message) => Self {
                target,
                author: Some(message.author.clone()),
                words: words(&excerpt(&message.body), known),
                deleted: message.deleted.is_some(),
            },
            None => Self { target, author: None, words: String::new(), deleted: false },
        }
    }
}

impl Facts {
    /// Whether this person reacted with this emoji.
    pub fn has_reacted(&self, person: AccountId, emoji: &str) -> bool {
        let mine = |reaction: &Reaction| reaction.emoji == emoji && reaction.by.iter().any(|by| by.id == person);
        self.reactions.iter().any(mine)
    }
}

/// An excerpt without its marks.
fn words(excerpt: &str, known: &Known<'_>) -> String {
    known.read_excerpt(excerpt).brief(LETTERS)
}
