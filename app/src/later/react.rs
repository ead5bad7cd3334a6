//! Emoji to react with.

use std::sync::Arc;

use hubbub_protocol::RoomId;
use leptos::{ev::MouseEvent, prelude::*, wasm_bindgen::JsCast, web_sys::Element};

use super::floating::{floating, hide};
use crate::{
    state::{MessageRow, use_chat},
    text,
};

/// The ones that people react with most, fully qualified.
const FREQUENT: [&str; 6] = ["👍", "❤️", "😂", "🎉", "😮", "🙏"];

/// Floats beside the message.
pub(super) fn reactions(room: RoomId, message: Arc<MessageRow>, close: Callback<()>) -> AnyView {
    floating("menu", text::REACT, "floating floating--emoji", close, choice(room, message))
}

/// A line of emoji; one press reacts, or takes the reaction back.
pub(super) fn choice(room: RoomId, message: Arc<MessageRow>) -> AnyView {
    let chat = use_chat();
    let me = chat.account().id;
    let buttons = FREQUENT.map(|emoji| {
        let message = Arc::clone(&message);
        let has_reacted = message.facts(|facts| facts.has_reacted(me, emoji));
        let press = move |event: MouseEvent| {
            if let Some(button) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) {
                hide(&button);
            }
            if let Some(target) = untrack(|| message.target()) {
                chat.react(room, target, emoji.to_owned(), !has_reacted);
            }
        };
        let class = if has_reacted { "floating__emoji floating__emoji--mine" } else { "floating__emoji" };
        let name = text::react_with(emoji);
        view! {
            <button type="button" class=class role="menuitem" tabindex="-1" aria-label=name.clone() title=name on:click=press>
                {emoji}
            </button>
        }
    });
    view! { <div class="floating__line" role="group" aria-label=text::REACT>{buttons.into_iter().collect_view()}</div> }
        .into_any()
}
