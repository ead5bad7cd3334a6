//! What the page draws, in order, and by what it recognises each thing.

use hubbub_protocol::{Entry, Gap, Nonce, Refusal, Seq};

use super::held::Held;
use crate::{
    Unsent,
    outbox::{Letter, Outbox},
};

/// One thing in a timeline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Item<'a> {
    /// An entry of the room log.
    Entry {
        /// The entry.
        entry: &'a Entry,
        /// Its identity.
        key: Key,
    },
    /// Entries that exist but are not here.
    Gap(Gap),
    /// A message written here that has no answer yet.
    Unsent {
        /// The message.
        unsent: &'a Unsent,
        /// How far it is.
        state: SendState<'a>,
    },
}

/// How far an unsent message is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SendState<'a> {
    /// On its way.
    Pending,
    /// Waits for a connection.
    Queued,
    /// The server will not take it; the person decides.
    Refused(&'a Refusal),
}

/// What an item is recognised by for as long as it is shown.
///
/// A message written here keeps its key when it becomes an entry, so that the page keeps its node.
/// Nonces of others are no keys: anybody may send any nonce.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Key {
    /// A message that was written here.
    Nonce(Nonce),
    /// Any other entry.
    Seq(Seq),
    /// The gap behind this position; it keeps its key while it is filled from the newer end.
    Gap(Seq),
}

impl Item<'_> {
    /// What the item is recognised by.
    pub fn key(&self) -> Key {
        match self {
            Self::Entry { key, .. } => *key,
            Self::Gap(gap) => Key::Gap(gap.after),
            Self::Unsent { unsent, .. } => Key::Nonce(unsent.nonce),
        }
    }
}

pub(super) fn items<'a>(held: &'a Held, outbox: &'a Outbox, live: bool) -> Vec<Item<'a>> {
    let mut items = Vec::with_capacity(held.len() + 4);
    let mut last: Option<Seq> = None;
    for entry in held.entries() {
        if let Some(last) = last.filter(|last| last.next() != entry.seq) {
            items.push(Item::Gap(Gap { after: last, before: entry.seq }));
        }
        last = Some(entry.seq);
        items.extend(shown(held, entry));
    }
    items.extend(held.overdue_tail().map(Item::Gap));
    items.extend(held.ahead().filter_map(|entry| shown(held, entry)));
    items.extend(outbox.of(held.room()).filter(|letter| letter.unsent.is_message()).map(|letter| unsent(letter, live)));
    items
}

fn shown<'a>(held: &'a Held, entry: &'a Entry) -> Option<Item<'a>> {
    (!held.overlay.hides(entry)).then(|| Item::Entry { entry: held.overlay.over(entry), key: held.key(entry) })
}

fn unsent(letter: &Letter, live: bool) -> Item<'_> {
    Item::Unsent { unsent: &letter.unsent, state: state(letter, live) }
}

/// How far a letter is.
pub(super) fn state(letter: &Letter, live: bool) -> SendState<'_> {
    match &letter.refused {
        Some(refusal) => SendState::Refused(refusal),
        None if live => SendState::Pending,
        None => SendState::Queued,
    }
}
