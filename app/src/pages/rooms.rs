//! The list of rooms: on a phone a view of its own, on a desktop beside a calm page.

use leptos::prelude::*;

use crate::{components::empty::Empty, text};

/// No room is chosen.
#[component]
pub(super) fn RoomsPage() -> impl IntoView {
    view! { <Empty icon="#message-circle" title=text::CHOOSE_A_ROOM hint=text::CHOOSE_A_ROOM_HINT/> }
}
