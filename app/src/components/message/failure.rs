//! A message that the server does not take: why, and the ways out.

use hubbub_protocol::{Nonce, Refusal};
use leptos::prelude::*;

use crate::{state::use_chat, text};

/// The reason and three buttons; nothing of what was written is lost.
#[component]
pub(super) fn Failure(
    /// Which message.
    nonce: Nonce,
    /// Why it was refused.
    refusal: Refusal,
) -> impl IntoView {
    let chat = use_chat();
    let button = |label: &'static str, act: Callback<()>| {
        view! { <button type="button" class="button button--link" on:click=move |_| act.run(())>{label}</button> }
    };
    view! {
        <p class="message__failure">
            <span>{text::refusal(&refusal)}</span>
            {button(text::RETRY, Callback::new(move |()| chat.retry(nonce)))}
            {button(text::EDIT, Callback::new(move |()| chat.edit_again(nonce)))}
            {button(text::DELETE, Callback::new(move |()| chat.discard(nonce)))}
        </p>
    }
}
