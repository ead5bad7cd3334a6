//! When what the person sees may count as read.

use hubbub_protocol::Position;

/// What was seen before the markers on disk were known.
#[derive(Default)]
pub(crate) struct Reads {
    loaded: bool,
    early: Vec<Position>,
}

impl Reads {
    /// The markers from disk are here. Gives back what was seen before they were.
    pub(crate) fn load(&mut self) -> Vec<Position> {
        self.loaded = true;
        std::mem::take(&mut self.early)
    }

    /// Whether an entry that was seen may count as read already. Before the markers from disk are known it may not: the
    /// divider must find them as they were.
    pub(crate) fn accept(&mut self, position: Position) -> bool {
        if !self.loaded {
            self.early.push(position);
        }
        self.loaded
    }

    /// Whether the markers from disk are here.
    pub(crate) fn is_loaded(&self) -> bool {
        self.loaded
    }
}
