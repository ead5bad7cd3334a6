//! The place where something of the later part opens.

use leptos::prelude::*;

use super::not_loaded;
use crate::{
    live::{effect, shown},
    state::{Later, use_chat},
    text,
};

/// What is open of the later part.
#[component]
pub(crate) fn OnDemand() -> impl IntoView {
    let chat = use_chat();
    let closed = Callback::new(move |()| chat.close());
    effect(move || {
        if chat.opened().is_some() && chat.later() == Later::Missing {
            not_loaded::ask(move |again| if again { chat.try_later_again() } else { chat.close() });
        }
    });
    shown(move || {
        let part = chat.opened()?;
        match chat.later() {
            // What a part reads while it is made is not what this place follows.
            Later::Here(functions) => Some(untrack(|| functions.view(part, closed))),
            Later::Coming => Some(view! { <p class="coming" role="status">{text::COMING}</p> }.into_any()),
            Later::Missing => None,
        }
    })
}
