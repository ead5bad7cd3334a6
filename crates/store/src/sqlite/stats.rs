//! Figures of the writer that others may look at.

use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};

/// How much the writer has done since the store was opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stats {
    /// Transactions committed and flushed.
    pub commits: u64,
    /// Units of work in them.
    pub units: u64,
    /// Whether the writer still writes. Once it does not, the server has to be restarted.
    pub accepts_writes: bool,
}

/// The writer's side of [`Stats`].
#[derive(Debug, Default)]
pub(super) struct Counters {
    commits: AtomicU64,
    units: AtomicU64,
    refusing: AtomicBool,
    /// Units that were taken and of which it is not known yet what becomes of them.
    open: AtomicUsize,
}

impl Counters {
    pub(super) fn committed(&self, units: usize) {
        self.commits.fetch_add(1, Ordering::Relaxed);
        self.units.fetch_add(units as u64, Ordering::Relaxed);
    }

    /// A unit was taken.
    pub(super) fn taken(&self) {
        self.open.fetch_add(1, Ordering::Relaxed);
    }

    /// It is decided what becomes of so many units; they have yet to be told.
    pub(super) fn decided(&self, units: usize) {
        self.open.fetch_sub(units, Ordering::Relaxed);
    }

    pub(super) fn is_writing(&self) -> bool {
        self.open.load(Ordering::Relaxed) > 0
    }

    pub(super) fn refuse_writes(&self) {
        self.refusing.store(true, Ordering::Relaxed);
    }

    pub(super) fn accepts_writes(&self) -> bool {
        !self.refusing.load(Ordering::Relaxed)
    }

    pub(super) fn stats(&self) -> Stats {
        Stats {
            commits: self.commits.load(Ordering::Relaxed),
            units: self.units.load(Ordering::Relaxed),
            accepts_writes: self.accepts_writes(),
        }
    }
}
