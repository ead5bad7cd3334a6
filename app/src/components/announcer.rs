//! Speaks new messages to people who listen to the page.

use leptos::prelude::*;

use crate::{live::live, state::use_chat};

/// A polite region of its own: the list of messages is not one, or it would be read again with every change.
#[component]
pub(crate) fn Announcer() -> impl IntoView {
    let chat = use_chat();
    view! { <p class="announcer visually-hidden" role="status" aria-live="polite">{live(move || chat.announcement())}</p> }
}
