//! Who types.

use hubbub_protocol::RoomId;
use leptos::prelude::*;

use crate::{live::live, state::use_chat, text};

/// The line above the composer; it takes its space always.
#[component]
pub(crate) fn Typing(
    /// Where.
    room: RoomId,
) -> impl IntoView {
    let chat = use_chat();
    view! { <p class="typing">{live(move || text::typing(&chat.typing(room)))}</p> }
}
