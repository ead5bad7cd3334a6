//! The parts of a view that change.
//!
//! leptos makes an effect for each of them, with code of its own for each type of closure. Here all closures that give
//! the same have one type, and few things are given: a text, a text that may be missing, a flag, a view.
//!
//! A part that stands in another may be told of a change once more after both have gone, because what leptos keeps of a
//! view goes one turn later than the values its components own (leptos#3922). Such a part gives nothing, and reads
//! nothing: those values are no longer there.

use std::sync::{Arc, Mutex};

use leptos::{leptos_dom::helpers::is_browser, prelude::*};

/// A part of a view that follows what it reads.
pub(crate) type Live<T> = Arc<Mutex<dyn FnMut() -> T + Send>>;

/// What a part of a view gives once it has gone.
pub(crate) trait Absent {
    fn absent() -> Self;
}

/// The part of the view that this closure gives.
pub(crate) fn live<T: Absent>(read: impl FnMut() -> T + Send + 'static) -> Live<T> {
    while_there(Here::new(), read)
}

fn while_there<T: Absent>(here: Here, mut read: impl FnMut() -> T + Send + 'static) -> Live<T> {
    Arc::new(Mutex::new(move || if here.is_gone() { T::absent() } else { read() }))
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

/// Goes with the component that it is made in, together with all that the component owns. A server shows everything once
/// and needs none.
#[derive(Clone, Copy)]
pub(crate) struct Here(Option<StoredValue<()>>);

impl Here {
    /// In the component that is being made.
    pub(crate) fn new() -> Self {
        Self(is_browser().then(|| StoredValue::new(())))
    }

    /// Whether the component is no longer there.
    pub(crate) fn is_gone(self) -> bool {
        self.0.is_some_and(|here| here.is_disposed())
    }
}

impl Absent for bool {
    fn absent() -> Self {
        false
    }
}

impl Absent for String {
    fn absent() -> Self {
        Self::new()
    }
}

impl Absent for Option<String> {
    fn absent() -> Self {
        None
    }
}

impl Absent for AnyView {
    fn absent() -> Self {
        ().into_any()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_of_a_view_that_has_gone_reads_nothing() {
        let owner = Owner::new();
        let (name, text) = owner.with(|| {
            let name = StoredValue::new("Ada".to_owned());
            (name, while_there(Here(Some(StoredValue::new(()))), move || name.get_value()))
        });
        let now = || (text.lock().expect("no one else reads it"))();
        assert_eq!(now(), "Ada");
        owner.cleanup();
        assert!(name.is_disposed());
        assert_eq!(now(), "");
    }
}
