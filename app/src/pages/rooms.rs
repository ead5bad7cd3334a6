//! The list of rooms: on a phone a view of its own, on a desktop beside a calm page.

use leptos::prelude::*;
use leptos_meta::Title;

use crate::{components::empty::Empty, text};

/// No room is chosen.
#[component]
pub(crate) fn RoomsPage() -> impl IntoView {
    view! {
        <Title text=text::ROOMS/>
        <Empty icon="#message-circle" title=text::CHOOSE_A_ROOM hint=text::CHOOSE_A_ROOM_HINT/>
    }
}
