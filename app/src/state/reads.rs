//! Up to where this device has read, as far as the page must know it itself.

use std::collections::HashMap;

use hubbub_protocol::{Position, RoomId, Seq};

/// The read positions of this device.
#[derive(Default)]
pub(crate) struct Reads {
    positions: HashMap<RoomId, Seq>,
    loaded: bool,
    early: Vec<Position>,
}

impl Reads {
    /// The positions from disk are here. Gives back what was seen before they were.
    pub(crate) fn load(&mut self, positions: &[Position]) -> Vec<Position> {
        self.loaded = true;
        self.positions.extend(positions.iter().map(|position| (position.room, position.after)));
        std::mem::take(&mut self.early)
    }

    /// Whether an entry that was seen may count as read already. Before the positions from disk are known it may not:
    /// the divider must find them as they were.
    pub(crate) fn accept(&mut self, position: Position) -> bool {
        if !self.loaded {
            self.early.push(position);
        }
        self.loaded
    }

    /// A position moved.
    pub(crate) fn moved(&mut self, position: Position) {
        self.positions.insert(position.room, position.after);
    }

    /// Up to where the room was read; none when that is not known.
    pub(crate) fn of(&self, room: RoomId) -> Option<Seq> {
        self.positions.get(&room).copied()
    }

    /// Whether the positions from disk are here.
    pub(crate) fn is_loaded(&self) -> bool {
        self.loaded
    }
}
