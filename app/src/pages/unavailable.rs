//! The page for when the server cannot answer.

use leptos::prelude::*;

use crate::{components::empty::Empty, text};

/// Nothing can be shown now.
#[component]
pub(crate) fn Unavailable() -> impl IntoView {
    view! { <main><Empty icon="#wifi-off" title=text::UNAVAILABLE hint=text::UNAVAILABLE_HINT/></main> }
}
