//! What the browser tells every page: network, visibility, coming, going, and going on.

use hubbub_app::ports::Happening;
use wasm_bindgen::{JsCast, JsValue, prelude::Closure};
use web_sys::{EventTarget, PageTransitionEvent};

use super::Reporter;
use crate::navigation;

/// Reports these events for as long as the page lives.
pub(super) fn listen(reporter: &Reporter) {
    let window = crate::window();
    on(&window, "online", reporter, |_| Some(Happening::WentOnline));
    on(&window, "offline", reporter, |_| Some(Happening::WentOffline));
    on(&window, "focus", reporter, |_| Some(Happening::BecameVisible));
    on(&window, "click", reporter, |event| navigation::clicked(&event));
    on(&window, "popstate", reporter, |_| navigation::came_back());
    on(&window, "pagehide", reporter, |_| Some(Happening::Left));
    on(&window, "pageshow", reporter, |event| {
        let restored = event.dyn_ref::<PageTransitionEvent>().is_some_and(PageTransitionEvent::persisted);
        restored.then_some(Happening::CameBack)
    });
    if let Some(document) = window.document() {
        let target: &EventTarget = &document;
        on(target, "visibilitychange", reporter, |_| Some(visibility()));
    }
}

fn visibility() -> Happening {
    let is_hidden = crate::window().document().is_some_and(|document| document.hidden());
    if is_hidden { Happening::Hidden } else { Happening::BecameVisible }
}

fn on(target: &EventTarget, name: &str, reporter: &Reporter, happening: fn(JsValue) -> Option<Happening>) {
    let reporter = reporter.clone();
    let listener = Closure::<dyn FnMut(JsValue)>::new(move |event| {
        if let Some(happening) = happening(event) {
            reporter.report(happening);
        }
    });
    // The page listens until it is gone, so the listener is given away; adding one cannot fail.
    let _ = target.add_event_listener_with_callback(name, listener.into_js_value().unchecked_ref());
}
