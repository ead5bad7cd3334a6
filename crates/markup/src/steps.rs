//! Counting work. Time depends on the machine and on what else it does; tests count steps instead.

/// So many bytes, letters or parts are looked at.
#[cfg(not(test))]
pub(crate) const fn take(_steps: usize) {}

#[cfg(test)]
pub(crate) use counted::{of, take};

#[cfg(test)]
mod counted {
    use std::cell::Cell;

    thread_local! {
        static TAKEN: Cell<usize> = const { Cell::new(0) };
    }

    pub(crate) fn take(steps: usize) {
        TAKEN.set(TAKEN.get() + steps);
    }

    /// How many steps this takes.
    pub(crate) fn of(work: impl FnOnce()) -> usize {
        let before = TAKEN.get();
        work();
        TAKEN.get() - before
    }
}
