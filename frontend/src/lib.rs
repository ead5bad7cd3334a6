//! Hydrates the page in the browser and gives it a socket, storage and a clock.

mod http;
mod platform;
mod service_worker;
mod socket;

use std::sync::Arc;

use hubbub_app::{
    App,
    ports::{PageStatus, Ports, provide_ports},
};
use leptos::prelude::*;
use wasm_bindgen::prelude::wasm_bindgen;

use http::HttpApi;
use platform::Browser;

/// Takes over the page that the server rendered.
#[wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    leptos::mount::hydrate_body(|| {
        provide_ports(Ports {
            api: Arc::new(HttpApi::default()),
            platform: Arc::new(Browser::new()),
            status: Arc::new(NoResponse),
        });
        view! { <App/> }
    });
    service_worker::register();
}

/// In the browser a page has no response to change.
struct NoResponse;

impl PageStatus for NoResponse {
    fn not_found(&self) {}

    fn unavailable(&self) {}
}

/// The window that the page runs in.
fn window() -> web_sys::Window {
    web_sys::window().expect("the page runs in a window")
}

/// The build that rendered the document; none while developing, when files change under the same build.
fn build() -> Option<String> {
    let meta = window().document()?.query_selector("meta[name=hubbub-build]").ok()??;
    meta.get_attribute("content").filter(|build| !build.is_empty())
}
