//! The page for what does not exist.

use leptos::prelude::*;
use leptos_meta::Title;

use crate::{components::empty::Empty, ports::page_status, text};

/// There is nothing at this address.
#[component]
pub(crate) fn NotFound() -> impl IntoView {
    view! { <main class="page"><NothingHere/></main> }
}

/// The same inside of the frame around rooms.
#[component]
pub(crate) fn NothingHere() -> impl IntoView {
    page_status().not_found();
    view! {
        <Title text=text::NOT_FOUND/>
        <Empty icon="#compass" title=text::NOT_FOUND hint=text::NOT_FOUND_HINT>
            <a class="button button--primary" href="/rooms/general">{text::TO_THE_ROOMS}</a>
        </Empty>
    }
}
