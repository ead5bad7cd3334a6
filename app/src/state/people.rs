//! Whom and what a message can name.

use hubbub_markup::Directory;
use hubbub_protocol::{Account, AccountId, Room};

use super::rooms::Rooms;
use crate::{later::Functions, meaning::Meaning};

/// The members of a room, as far as the page knows them: who wrote what it holds, and who is here.
#[derive(Debug, Default)]
pub(crate) struct People {
    known: Vec<Account>,
    /// How often somebody came to be known, under a new name too.
    meetings: usize,
}

impl People {
    /// Remembers somebody. Whether that is new, be it only the name.
    pub(crate) fn meet(&mut self, account: &Account) -> bool {
        if self.known.contains(account) {
            return false;
        }
        self.known.retain(|known| known.id != account.id);
        self.known.push(account.clone());
        self.meetings += 1;
        true
    }
}

/// The names that a message in a room can hold, for who reads it.
pub(crate) struct Known<'a> {
    pub(crate) people: &'a People,
    pub(crate) rooms: &'a Rooms,
    /// Who reads.
    pub(crate) me: AccountId,
    /// What understands texts, once it is there.
    pub(crate) later: Option<Functions>,
}

impl Known<'_> {
    /// Another number whenever more or others can be named.
    pub(crate) fn version(&self) -> (usize, usize) {
        (self.people.meetings, self.rooms.count())
    }

    /// What a text means, as far as texts can be understood by now.
    pub(crate) fn read(&self, text: &str, mine: bool) -> Meaning {
        match self.later {
            Some(later) => later.read(text, self, self.me),
            None => Meaning::as_typed(text, mine),
        }
    }

    /// What an excerpt of a text means, likewise.
    pub(crate) fn read_excerpt(&self, excerpt: &str) -> Meaning {
        match self.later {
            Some(later) => later.read_excerpt(excerpt, self, self.me),
            None => Meaning::as_typed(excerpt, false),
        }
    }
}

impl Directory for Known<'_> {
    fn people(&self) -> &[Account] {
        &self.people.known
    }

    fn room(&self, slug: &str) -> Option<Room> {
        self.rooms.named(slug)
    }
}
