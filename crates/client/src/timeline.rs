//! A room as the page shows it: entries, gaps, and at the end what was written here and has no answer yet.

pub(crate) mod fetching;
pub(crate) mod gaps;
pub(crate) mod held;
mod items;
pub(crate) mod kept;
mod merge;
pub(crate) mod overlay;

use hubbub_protocol::{Message, RoomId, Seq, Target};

use crate::{
    Unsent,
    outbox::{Letter, Outbox},
};
use held::Held;

pub use items::{Item, Key, SendState};

/// What is held of a room, for reading.
#[derive(Debug, Clone, Copy)]
pub struct Timeline<'a> {
    pub(crate) held: &'a Held,
    pub(crate) outbox: &'a Outbox,
    pub(crate) live: bool,
}

impl<'a> Timeline<'a> {
    /// Which room.
    pub fn room(&self) -> RoomId {
        self.held.room()
    }

    /// Everything to show, oldest first; unsent messages last, in the order written.
    pub fn items(&self) -> Vec<Item<'a>> {
        items::items(self.held, self.outbox, self.live)
    }

    /// What the person did to the message at this place and has no answer yet, or was refused. It is shown over the
    /// message already, unless it was refused.
    pub fn deeds(&self, seq: Seq) -> impl Iterator<Item = (&'a Unsent, SendState<'a>)> {
        let (outbox, live) = (self.outbox, self.live);
        let about = move |letter: &&'a Letter| letter.unsent.deed.target().is_some_and(|target| target.seq == seq);
        let deeds = outbox.of(self.held.room()).filter(|letter| !letter.is_answered()).filter(about);
        deeds.map(move |letter| (&letter.unsent, items::state(letter, live)))
    }

    /// The message at this place as it is shown, if it is held.
    pub fn message(&self, seq: Seq) -> Option<&'a Message> {
        held::message(self.held.overlay.over(self.held.entry_at(seq)?))
    }

    /// The messages pinned to the room, the newest pin last.
    pub fn pins(&self) -> &'a [Target] {
        self.held.pins()
    }

    /// Whether the first entry of the room is held, so that there is nothing older to load.
    pub fn at_start(&self) -> bool {
        self.held.at_start()
    }

    /// Whether a page is being fetched, or waits for the next try.
    pub fn loading(&self) -> bool {
        self.held.fetching.is_loading()
    }

    /// The oldest position held; zero when there is none.
    pub fn first(&self) -> Seq {
        self.held.first()
    }

    /// The newest position held; zero when there is none.
    pub fn last(&self) -> Seq {
        self.held.last()
    }

    /// The highest position known to exist.
    pub fn head(&self) -> Seq {
        self.held.head()
    }
}
