//! A message that the server does not take: why, and the ways out.

use hubbub_protocol::{Nonce, Refusal};
use leptos::prelude::*;

use crate::{
    components::ui::{LINK, button},
    state::use_chat,
    text,
};

/// The reason and three buttons; nothing of what was written is lost.
#[component]
pub(super) fn Failure(
    /// Which message.
    nonce: Nonce,
    /// Why it was refused.
    refusal: Refusal,
) -> impl IntoView {
    let chat = use_chat();
    view! {
        <p class="message__failure">
            <span>{text::refusal(&refusal)}</span>
            {button(LINK, text::RETRY, move || chat.retry(nonce))}
            {button(LINK, text::EDIT, move || chat.edit_again(nonce))}
            {button(LINK, text::DELETE, move || chat.discard(nonce))}
        </p>
    }
}
