//! Writing signals without waking anyone for nothing.

use leptos::prelude::*;

/// Sets the signal if that changes it.
pub(crate) fn set_changed<T: PartialEq + Send + Sync + 'static>(signal: &ArcRwSignal<T>, value: T) {
    if signal.with_untracked(|old| *old != value) {
        signal.set(value);
    }
}
