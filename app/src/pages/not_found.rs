//! The page for what does not exist.

use leptos::prelude::*;

use crate::{FIRST_ROOM, components::empty::Empty, text};

/// There is nothing at this address.
#[component]
pub(crate) fn NotFound() -> impl IntoView {
    view! { <main class="page"><NothingHere/></main> }
}

/// The same inside of the frame around rooms.
#[component]
pub(super) fn NothingHere() -> impl IntoView {
    view! {
        <Empty icon="#compass" title=text::NOT_FOUND hint=text::NOT_FOUND_HINT>
            <a class="button button--primary" href=FIRST_ROOM>{text::TO_THE_ROOMS}</a>
        </Empty>
    }
}
