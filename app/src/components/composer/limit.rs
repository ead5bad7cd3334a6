//! How much of the longest message is used.

use hubbub_protocol::{RoomId, limits};
use leptos::prelude::*;

use crate::{live::live, state::use_chat, text};

/// A counter that comes up when the limit is near, and a sentence beyond it. The text stays as it is.
#[component]
pub(super) fn Limit(
    /// Where it is written.
    room: RoomId,
) -> impl IntoView {
    let chat = use_chat();
    let over = move || chat.draft(room).len() > limits::MESSAGE_BODY;
    let sentence = move || match chat.draft(room).len() {
        bytes if bytes > limits::MESSAGE_BODY => text::too_long(bytes - limits::MESSAGE_BODY),
        bytes if bytes * 10 >= limits::MESSAGE_BODY * 9 => text::used(bytes),
        _ => String::new(),
    };
    view! {
        <output id="composer-limit" class="composer__limit" class:composer__limit--over=live(over)>{live(sentence)}</output>
    }
}
