//! Emoji to react with.

use std::sync::Arc;

use hubbub_protocol::RoomId;
use leptos::{ev::MouseEvent, prelude::*, wasm_bindgen::JsCast, web_sys::Element};

use super::{
    Part,
    emoji_picker::EmojiPicker,
    floating::{floating, hide},
};
use crate::{
    components::ui::Icon,
    state::{MessageRow, use_chat},
    text,
};

/// The ones that people react with most, fully qualified.
const FREQUENT: [&str; 6] = ["👍", "❤️", "😂", "🎉", "😮", "🙏"];

/// Floats beside the message.
pub(super) fn reactions(room: RoomId, message: Arc<MessageRow>, close: Callback<()>) -> AnyView {
    floating("menu", text::REACT, "floating floating--emoji", close, choice(room, message))
}

/// Any emoji at all, from the picker.
pub(super) fn any(room: RoomId, message: Arc<MessageRow>, closed: Callback<()>) -> AnyView {
    let chat = use_chat();
    let on_pick = Callback::new(move |emoji: String| {
        let (target, has_reacted) =
            untrack(|| (message.target(), message.facts(|facts| facts.has_reacted(chat.account().id, &emoji))));
        if let Some(target) = target {
            chat.react(room, target, emoji, !has_reacted);
        }
    });
    view! { <EmojiPicker on_pick closed/> }.into_any()
}

/// A line of emoji; one press reacts, or takes the reaction back. The last one leads to all others.
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
    let another = move |event: MouseEvent| {
        // First, so that the picker gives the focus back to what opened this.
        if let Some(button) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) {
            hide(&button);
        }
        chat.open(Part::AnyReaction(room, Arc::clone(&message)));
    };
    view! {
        <div class="floating__line" role="group" aria-label=text::REACT>
            {buttons.into_iter().collect_view()}
            <button
                type="button"
                class="floating__emoji"
                role="menuitem"
                tabindex="-1"
                aria-haspopup="dialog"
                aria-label=text::ANOTHER_EMOJI
                title=text::ANOTHER_EMOJI
                on:click=another
            >
                <Icon name="#smile-plus"/>
            </button>
        </div>
    }
    .into_any()
}
