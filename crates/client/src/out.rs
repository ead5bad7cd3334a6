//! What leaves the client: effects in order, changes coalesced.

use std::collections::VecDeque;

use crate::{Change, Effect};

#[derive(Debug, Default)]
pub(crate) struct Out {
    effects: VecDeque<Effect>,
    changes: VecDeque<Change>,
}

impl Out {
    pub(crate) fn effect(&mut self, effect: Effect) {
        self.effects.push_back(effect);
    }

    pub(crate) fn changed(&mut self, change: Change) {
        if !(change.is_coalesced() && self.changes.contains(&change)) {
            self.changes.push_back(change);
        }
    }

    pub(crate) fn poll_effect(&mut self) -> Option<Effect> {
        self.effects.pop_front()
    }

    pub(crate) fn poll_change(&mut self) -> Option<Change> {
        self.changes.pop_front()
    }
}
