//! Where the unread messages begin.

use leptos::prelude::*;

use crate::text;

/// A line that stays as long as one is in the room.
#[component]
pub(super) fn NewDivider(
    /// How many messages were unread when the room was opened.
    count: u64,
) -> impl IntoView {
    view! { <li class="new-divider">{text::new_messages(count)}</li> }
}
