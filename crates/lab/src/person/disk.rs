//! What a browser keeps on disk: it survives a reload, and only one tab's.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use hubbub_client::{Mark, Unsent};
use hubbub_protocol::Nonce;

/// The outbox and the read markers of one device.
#[derive(Debug, Clone, Default)]
pub(super) struct Disk(Arc<Mutex<Kept>>);

#[derive(Debug, Default)]
struct Kept {
    unsent: Vec<Unsent>,
    marks: Vec<Mark>,
}

impl Disk {
    pub(super) fn unsent(&self) -> Vec<Unsent> {
        self.lock().unsent.clone()
    }

    pub(super) fn marks(&self) -> Vec<Mark> {
        self.lock().marks.clone()
    }

    pub(super) fn save(&self, unsent: Unsent) {
        let mut kept = self.lock();
        kept.unsent.retain(|other| other.nonce != unsent.nonce);
        kept.unsent.push(unsent);
    }

    pub(super) fn forget(&self, nonce: Nonce) {
        self.lock().unsent.retain(|unsent| unsent.nonce != nonce);
    }

    pub(super) fn save_mark(&self, mark: Mark) {
        let mut kept = self.lock();
        kept.marks.retain(|other| other.room != mark.room);
        kept.marks.push(mark);
    }

    fn lock(&self) -> MutexGuard<'_, Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
