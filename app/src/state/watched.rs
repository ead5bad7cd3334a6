//! Values that components follow.

use std::{
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use leptos::prelude::*;

/// A value that tells whoever read it in a view once it has changed.
///
/// It is a signal with less around it: leptos brings code of its own for each type that its signals hold, with the memos
/// and derived signals that they might be. Here that is one trigger for all types.
pub(crate) struct Watched<T>(Arc<Inner<T>>);

struct Inner<T> {
    value: Mutex<T>,
    changed: ArcTrigger,
}

impl<T> Watched<T> {
    pub(crate) fn new(value: T) -> Self {
        Self(Arc::new(Inner { value: Mutex::new(value), changed: ArcTrigger::new() }))
    }

    /// Looks at the value. Reactive.
    pub(crate) fn with<U>(&self, look: impl FnOnce(&T) -> U) -> U {
        self.0.changed.track();
        self.peek(look)
    }

    /// Looks at the value without following it.
    pub(crate) fn peek<U>(&self, look: impl FnOnce(&T) -> U) -> U {
        look(&self.value())
    }

    /// Sets the value and wakes everyone who read it.
    pub(crate) fn set(&self, value: T) {
        *self.value() = value;
        self.0.changed.notify();
    }

    fn value(&self) -> MutexGuard<'_, T> {
        self.0.value.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<T: Clone> Watched<T> {
    /// The value. Reactive.
    pub(crate) fn get(&self) -> T {
        self.with(T::clone)
    }
}

impl<T: PartialEq> Watched<T> {
    /// Sets the value, and wakes nobody when it is the same.
    pub(crate) fn follow(&self, value: T) {
        if self.peek(|old| *old != value) {
            self.set(value);
        }
    }
}

impl<T> Clone for Watched<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T: Default> Default for Watched<T> {
    fn default() -> Self {
        Self::new(T::default())
    }
}

/// Two are the same if they are one.
impl<T> PartialEq for Watched<T> {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl<T: fmt::Debug> fmt::Debug for Watched<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.peek(|value| value.fmt(f))
    }
}
