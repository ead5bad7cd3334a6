//! How much of a text is looked at as markup. What goes beyond is words: nothing is lost, and nothing takes long.

use hubbub_protocol::{Account, Room};

use crate::Directory;

/// Quotes and lists inside of each other.
pub(crate) const BLOCKS: usize = 8;
/// Marked words inside of marked words.
pub(crate) const STYLES: usize = 8;
/// Columns of a table.
pub(crate) const COLUMNS: usize = 24;
/// Parts of a whole text, apart from words between them.
pub(crate) const PARTS: usize = 2_000;
/// For how many parts a hidden one counts, and a block of program text: they become that many elements.
pub(crate) const SPOILER: usize = 4;
pub(crate) const CODE: usize = 8;
/// Names looked up for a whole text.
const NAMES: usize = 200;

/// What is still allowed, and whom one can ask.
pub(crate) struct Bounds<'a> {
    directory: &'a dyn Directory,
    parts: usize,
    names: usize,
}

impl<'a> Bounds<'a> {
    pub(crate) fn new(directory: &'a dyn Directory) -> Self {
        Self { directory, parts: PARTS, names: NAMES }
    }

    /// So many parts more.
    pub(crate) fn spend(&mut self, parts: usize) {
        self.parts = self.parts.saturating_sub(parts);
    }

    /// Whether the rest is words.
    pub(crate) fn are_spent(&self) -> bool {
        self.parts == 0
    }

    /// Whether one more name may be looked up.
    pub(crate) fn name(&mut self) -> bool {
        let allowed = self.names > 0;
        self.names = self.names.saturating_sub(1);
        allowed
    }

    pub(crate) fn people(&self) -> &'a [Account] {
        self.directory.people()
    }

    pub(crate) fn room(&self, slug: &str) -> Option<Room> {
        self.directory.room(slug)
    }
}
