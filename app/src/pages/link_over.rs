//! The page behind a link that works no more.

use leptos::prelude::*;

use crate::{components::empty::Empty, text};

/// Used, over, taken back or never made: nobody is told which.
#[component]
pub(crate) fn LinkOver() -> impl IntoView {
    view! { <main><Empty icon="#link" title=text::LINK_OVER hint=text::LINK_OVER_HINT/></main> }
}
