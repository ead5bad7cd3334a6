//! Somebody pinned a message.

use hubbub_protocol::{RoomId, Target};
use leptos::prelude::*;

use crate::{
    components::ui::{Icon, LINK, button},
    state::use_chat,
    text,
};

/// One quiet line that leads to the message.
pub(super) fn pin(room: RoomId, by: &str, target: Target) -> AnyView {
    let chat = use_chat();
    view! {
        <li class="notice notice--pin">
            <Icon name="#pin" class="icon icon--tiny"/>
            <bdi>{text::pinned_a_message(by)}</bdi>
            {button(LINK, text::SHOW, move || chat.seek(room, target.seq))}
        </li>
    }
    .into_any()
}
