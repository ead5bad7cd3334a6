//! A room as the page shows it: entries, gaps, and at the end what was written here and has no answer yet.

use hubbub_protocol::{Entry, Gap, Nonce, Refusal, Seq};

use crate::Unsent;

/// What is held of a room, for reading.
#[derive(Debug, Clone, Copy)]
pub struct Timeline<'a> {
    unsent: &'a [Unsent],
}

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
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Key {
    /// A message that was written here.
    Nonce(Nonce),
    /// Any other entry.
    Seq(Seq),
    /// The gap behind this position.
    Gap(Seq),
}

impl<'a> Timeline<'a> {
    /// Everything to show, oldest first; unsent messages last, in the order written.
    pub fn items(&self) -> Vec<Item<'a>> {
        let state = SendState::Queued;
        self.unsent.iter().map(|unsent| Item::Unsent { unsent, state }).collect()
    }

    /// Whether the first entry of the room is held, so that there is nothing older to load.
    pub fn at_start(&self) -> bool {
        false
    }

    /// Whether a page is being fetched, or waits for the next try.
    pub fn loading(&self) -> bool {
        false
    }

    /// The oldest position held; zero when there is none.
    pub fn first(&self) -> Seq {
        Seq::ZERO
    }

    /// The newest position held; zero when there is none.
    pub fn last(&self) -> Seq {
        Seq::ZERO
    }

    /// The highest position known to exist.
    pub fn head(&self) -> Seq {
        Seq::ZERO
    }
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
