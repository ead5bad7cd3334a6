//! One thing at a time that people are told about what they did.

use leptos::prelude::*;

use crate::{live::shown, state::use_chat};

/// A sentence for a few seconds. What tells it is later code: hardly anything can be done before that is there.
#[component]
pub(crate) fn Toast() -> impl IntoView {
    let chat = use_chat();
    let told = move || chat.toast().and_then(|toast| Some(chat.functions()?.toast(toast)));
    view! { <div class="toasts" role="status" data-region="toast">{shown(told)}</div> }
}
