//! The parts of a view that change.
//!
//! leptos makes an effect for each of them, with code of its own for each type of closure. Here all closures that give
//! the same have one type, and few things are given: a text, a text that may be missing, a flag, a view.

use std::sync::{Arc, Mutex};

use leptos::prelude::*;

/// A part of a view that follows what it reads.
pub(crate) type Live<T> = Arc<Mutex<dyn FnMut() -> T + Send>>;

/// The part of the view that this closure gives.
pub(crate) fn live<T>(read: impl FnMut() -> T + Send + 'static) -> Live<T> {
    Arc::new(Mutex::new(read))
}

/// A view that is there or not.
pub(crate) fn shown<V: IntoView + 'static>(mut read: impl FnMut() -> Option<V> + Send + 'static) -> Live<AnyView> {
    live(move || match read() {
        Some(view) => view.into_any(),
        None => ().into_any(),
    })
}

/// Does something whenever what it reads has changed; in the browser only, and first after hydration.
pub(crate) fn effect(run: impl FnMut() + 'static) {
    let run: Box<dyn FnMut()> = Box::new(run);
    Effect::new(run);
}
