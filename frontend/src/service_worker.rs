//! The service worker, which shows visited pages when there is no network. What it does is in `public/sw.js`.

use js_sys::{Array, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{ServiceWorkerContainer, ServiceWorkerRegistration};

const SCRIPT: &str = "/sw.js";

/// Installs it. Without one the page works all the same, but not without a network.
pub(crate) fn register() {
    if let Some(container) = container() {
        spawn_local(async move {
            // A browser may forbid service workers.
            let _ = JsFuture::from(container.register(SCRIPT)).await;
        });
    }
}

/// Keeps the page at this path, and the files it is made of.
pub(crate) fn keep(path: &str) {
    let Some(container) = container() else { return };
    let message = Array::of2(&"keep".into(), &path.into());
    spawn_local(async move {
        let Ok(ready) = container.ready() else { return };
        let Ok(registration) = JsFuture::from(ready).await else { return };
        if let Some(worker) = registration.unchecked_into::<ServiceWorkerRegistration>().active() {
            // Texts can always be sent.
            let _ = worker.post_message(&message);
        }
    });
}

/// None while developing, because a kept page would hide what was changed, and none without a secure connection.
fn container() -> Option<ServiceWorkerContainer> {
    crate::build()?;
    let navigator = crate::window().navigator();
    let container: JsValue = Reflect::get(&navigator, &"serviceWorker".into()).ok()?;
    container.dyn_into().ok()
}
