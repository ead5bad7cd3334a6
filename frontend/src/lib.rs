//! Hydrates the page in the browser and gives it a socket, storage and a clock.

mod http;
mod later;
mod navigation;
mod platform;
mod service_worker;
mod socket;

use std::sync::Arc;

use hubbub_app::{
    Workspace,
    document::START,
    ports::{Start, provide_platform},
};
use hubbub_protocol::json;
use leptos::prelude::*;
use wasm_bindgen::prelude::wasm_bindgen;

use platform::Browser;

/// Takes over the page that the server rendered.
#[wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    let start = start().expect("only a workspace loads this package, and its document holds what it begins with");
    leptos::mount::hydrate_body(|| {
        provide_platform(Arc::new(Browser::new()));
        view! { <Workspace start/> }
    });
    service_worker::register();
}

/// What the document says about the page.
fn start() -> Option<Start> {
    let block = window().document()?.get_element_by_id(START)?;
    json::read(&block.text_content()?).ok()
}

/// The window that the page runs in.
fn window() -> web_sys::Window {
    web_sys::window().expect("the page runs in a window")
}

/// The build that rendered the document; none while developing, when files change under the same build.
fn build() -> Option<String> {
    named("meta[name=hubbub-build]").filter(|build| !build.is_empty())
}

/// What this element in the head of the document says.
fn named(meta: &str) -> Option<String> {
    window().document()?.query_selector(meta).ok()??.get_attribute("content")
}
