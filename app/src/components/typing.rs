//! Who types.

use hubbub_protocol::RoomId;
use leptos::prelude::*;

use crate::{state::use_chat, text};

/// The line above the composer; it takes its space always.
#[component]
pub(crate) fn Typing(
    /// Where.
    room: RoomId,
) -> impl IntoView {
    let people = use_chat().typing(room);
    view! { <p class="typing">{move || people.with(|people| text::typing(people))}</p> }
}
