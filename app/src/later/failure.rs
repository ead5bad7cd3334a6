//! A message, or its new text, that the server does not take: why, and the ways out.

use hubbub_protocol::{Nonce, Refusal};
use leptos::prelude::*;

use crate::{
    components::ui::{LINK, button},
    state::use_chat,
    text,
};

/// The reason and three buttons; nothing of what was written is lost.
pub(super) fn failure(nonce: Nonce, refusal: &Refusal, is_sent: bool) -> AnyView {
    let chat = use_chat();
    view! {
        <p class="message__failure">
            <span>{text::refusal(refusal)}</span>
            {button(LINK, text::RETRY, move || chat.retry(nonce))}
            {button(LINK, text::EDIT, move || chat.edit_again(nonce))}
            {button(LINK, if is_sent { text::DISCARD } else { text::DELETE }, move || chat.discard(nonce))}
        </p>
    }
    .into_any()
}
