//! The place where something of the later part opens.

use leptos::prelude::*;

use super::{
    list::{Item, ItemKey, list},
    not_loaded,
};
use crate::{
    live::{effect, shown},
    state::{Later, use_chat},
    text,
};

/// What is open of the later part.
#[component]
pub(crate) fn OnDemand() -> impl IntoView {
    let chat = use_chat();
    effect(move || {
        if chat.opened().is_some() && chat.later() == Later::Missing {
            not_loaded::ask(move |again| if again { chat.try_later_again() } else { chat.close() });
        }
    });
    let coming = move || (chat.opened().is_some() && chat.later() == Later::Coming).then(coming);
    // A list of one: what opens next gets elements of its own.
    let open = list(move || {
        let Later::Here(functions) = chat.later() else { return Vec::new() };
        let item = |(number, part)| {
            let closed = Callback::new(move |()| chat.closed(number));
            // What a part reads while it is made is not what this place follows.
            Item::new(ItemKey::Opened(number), move || untrack(|| functions.view(part, closed)))
        };
        chat.opened().map(item).into_iter().collect()
    });
    view! { {shown(coming)} {open} }
}

fn coming() -> AnyView {
    view! { <p class="coming" role="status">{text::COMING}</p> }.into_any()
}
