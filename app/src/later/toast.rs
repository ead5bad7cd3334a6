//! What people are told about what they did.

use leptos::prelude::*;

use crate::{
    components::ui::{Icon, LINK, button},
    state::{Offer, Toast, use_chat},
    text,
};

/// A sentence, and what one can do about it; it waits while somebody is at it.
pub(super) fn toast(Toast { sentence, offer }: Toast) -> AnyView {
    let chat = use_chat();
    let offer = offer.map(|offer| {
        let label = match offer {
            Offer::Undo(_) => text::UNDO,
            Offer::Go(_) => text::SHOW,
        };
        button(LINK, label, move || chat.take_offer(offer.clone()))
    });
    view! {
        <div
            class="toast"
            on:pointerenter=move |_| chat.hold_toast(true)
            on:pointerleave=move |_| chat.hold_toast(false)
            on:focusin=move |_| chat.hold_toast(true)
            on:focusout=move |_| chat.hold_toast(false)
        >
            <span class="toast__sentence" dir="auto">{sentence}</span>
            {offer}
            <button type="button" class="icon-button icon-button--small" aria-label=text::CLOSE title=text::CLOSE on:click=move |_| chat.dismiss_toast()>
                <Icon name="#x" class="icon icon--small"/>
            </button>
        </div>
    }
    .into_any()
}
