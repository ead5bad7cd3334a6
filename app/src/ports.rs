//! What the page needs from the side it runs on. `frontend` implements it for the browser, `server` for rendering.

mod api;
mod platform;

use std::sync::Arc;

use leptos::prelude::*;

pub use api::{ApiError, Home, RoomData, Start};
pub use platform::{Draft, Happening, Kept, Platform, Sink, StopWatching, TimeStyle, Urgency};

/// Makes the platform available to every component below the current owner.
pub fn provide_platform(platform: Arc<dyn Platform>) {
    provide_context(platform);
}

/// The platform that was provided.
#[expect(clippy::disallowed_methods, reason = "this is the one place that looks the platform up")]
pub(crate) fn platform() -> Arc<dyn Platform> {
    expect_context()
}
