//! A moment as people read it.

use hubbub_protocol::Timestamp;
use leptos::prelude::*;

use crate::state::use_chat;

/// The time of day; the whole date is in the tooltip.
#[component]
pub(crate) fn Time(
    /// When.
    #[prop(into)]
    at: Signal<Timestamp>,
    /// Classes.
    class: &'static str,
) -> impl IntoView {
    let clock = use_chat().clock();
    view! {
        <time class=class datetime=move || clock.machine(at.get()) title=move || clock.full(at.get())>
            {move || clock.time(at.get())}
        </time>
    }
}
