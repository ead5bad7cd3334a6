//! What a browser keeps on disk: it survives a reload, and only one tab's.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use hubbub_client::Unsent;
use hubbub_protocol::{Nonce, Position};

/// The outbox and the read positions of one device.
#[derive(Debug, Clone, Default)]
pub(super) struct Disk(Arc<Mutex<Kept>>);

#[derive(Debug, Default)]
struct Kept {
    unsent: Vec<Unsent>,
    positions: Vec<Position>,
}

impl Disk {
    pub(super) fn unsent(&self) -> Vec<Unsent> {
        self.lock().unsent.clone()
    }

    pub(super) fn positions(&self) -> Vec<Position> {
        self.lock().positions.clone()
    }

    pub(super) fn save(&self, unsent: Unsent) {
        let mut kept = self.lock();
        kept.unsent.retain(|other| other.nonce != unsent.nonce);
        kept.unsent.push(unsent);
    }

    pub(super) fn forget(&self, nonce: Nonce) {
        self.lock().unsent.retain(|unsent| unsent.nonce != nonce);
    }

    pub(super) fn save_position(&self, position: Position) {
        let mut kept = self.lock();
        kept.positions.retain(|other| other.room != position.room);
        kept.positions.push(position);
    }

    fn lock(&self) -> MutexGuard<'_, Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
