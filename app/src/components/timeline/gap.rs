//! A stretch of the log that is not loaded.

use hubbub_protocol::{Gap, RoomId};
use leptos::prelude::*;

use crate::{
    components::ui::{LINK, button},
    state::use_chat,
    text,
};

/// Says that something is missing. It is fetched once the row comes into view; the button is for when that fails.
#[component]
pub(super) fn GapRow(
    /// Where.
    room: RoomId,
    /// What is missing.
    gap: Gap,
) -> impl IntoView {
    let chat = use_chat();
    view! {
        <li class="gap">
            <span>{text::missed(gap.before.since(gap.after).saturating_sub(1))}</span>
            {button(LINK, text::LOAD_MISSED, move || chat.fill_gap(room, gap, true))}
        </li>
    }
}
