//! What stands over the oldest loaded message.

use hubbub_protocol::RoomId;
use leptos::prelude::*;

use crate::{
    components::ui::{LINK, button},
    live::live,
    state::use_chat,
    text,
};

/// A row of fixed height, so that nothing moves when it changes. Older messages come by themselves; the button is for
/// when that fails.
#[component]
pub(super) fn Older(
    /// Where.
    room: RoomId,
) -> impl IntoView {
    let chat = use_chat();
    view! {
        <div class="timeline__older">
            {live(move || if chat.loading_older(room) {
                view! { <span>{text::LOADING_OLDER}</span> }.into_any()
            } else {
                button(LINK, text::LOAD_OLDER, move || chat.load_older(room))
            })}
        </div>
    }
}
