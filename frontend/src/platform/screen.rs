//! The window, the clipboard, the pointer and the size of things.

use hubbub_app::ports::StopWatching;
use leptos::prelude::{Callable, Callback};
use send_wrapper::SendWrapper;
use wasm_bindgen::{JsCast, prelude::Closure};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Element, ResizeObserver};

pub(super) fn reload() {
    // Only a document that is not shown any more refuses.
    let _ = crate::window().location().reload();
}

pub(super) fn copy(text: &str, done: Box<dyn FnOnce(bool)>) {
    // Without a secure connection there is no clipboard.
    if !crate::window().is_secure_context() {
        return done(false);
    }
    let written = crate::window().navigator().clipboard().write_text(text);
    spawn_local(async move { done(JsFuture::from(written).await.is_ok()) });
}

pub(super) fn is_touch() -> bool {
    let query = crate::window().match_media("(pointer: coarse)");
    query.ok().flatten().is_some_and(|query| query.matches())
}

pub(super) fn watch_size(elements: &[Element], changed: Callback<()>) -> StopWatching {
    let listener = Closure::<dyn FnMut()>::new(move || changed.run(()));
    let Ok(observer) = ResizeObserver::new(listener.as_ref().unchecked_ref()) else { return Box::new(|| ()) };
    for element in elements {
        observer.observe(element);
    }
    let watching = SendWrapper::new((observer, listener));
    Box::new(move || {
        let (observer, listener) = watching.take();
        observer.disconnect();
        drop(listener);
    })
}
