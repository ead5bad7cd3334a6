//! Whom and what a message can name.

use hubbub_markup::Directory;
use hubbub_protocol::{Account, Room};

use super::rooms::Rooms;

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

/// The names that a message in a room can hold.
pub(crate) struct Known<'a> {
    pub(crate) people: &'a People,
    pub(crate) rooms: &'a Rooms,
}

impl Known<'_> {
    /// Another number whenever more or others can be named.
    pub(crate) fn version(&self) -> (usize, usize) {
        (self.people.meetings, self.rooms.count())
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
