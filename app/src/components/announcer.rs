//! Speaks new messages to people who listen to the page.

use leptos::prelude::*;

use crate::state::use_chat;

/// A polite region of its own: the list of messages is not one, or it would be read again with every change.
#[component]
pub(crate) fn Announcer() -> impl IntoView {
    let sentence = use_chat().announcements();
    view! { <p class="announcer visually-hidden" role="status" aria-live="polite">{move || sentence.get()}</p> }
}
