//! What the page needs from the side it runs on. `frontend` implements these for the browser, `server` for rendering.

mod api;
mod platform;
mod status;

use std::sync::Arc;

use leptos::prelude::*;

pub use api::{ApiError, ChatApi, Home, RoomData};
pub use platform::{Happening, Kept, Platform, Sink, StopWatching, TimeStyle};
pub use status::PageStatus;

/// Everything the page needs.
#[derive(Clone)]
pub struct Ports {
    /// Bulk reads.
    pub api: Arc<dyn ChatApi>,
    /// The services of the browser.
    pub platform: Arc<dyn Platform>,
    /// The response that the page is rendered into.
    pub status: Arc<dyn PageStatus>,
}

/// Makes the ports available to every component below the current owner.
pub fn provide_ports(ports: Ports) {
    provide_context(ports);
}

/// The port to the chat.
pub fn chat_api() -> Arc<dyn ChatApi> {
    ports().api
}

/// The port to the browser.
pub fn platform() -> Arc<dyn Platform> {
    ports().platform
}

/// The port to the response.
pub fn page_status() -> Arc<dyn PageStatus> {
    ports().status
}

/// All ports.
#[expect(clippy::disallowed_methods, reason = "this is the one place that looks the ports up")]
pub(crate) fn ports() -> Ports {
    expect_context()
}
