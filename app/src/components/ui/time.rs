//! A moment as people read it.

use hubbub_protocol::Timestamp;
use leptos::prelude::*;

use crate::{live::live, state::use_chat};

/// The time of day; the whole date is in the tooltip.
#[component]
pub(crate) fn Time(
    /// When.
    at: impl Fn() -> Timestamp + Copy + Send + 'static,
    /// Classes.
    class: &'static str,
) -> impl IntoView {
    let clock = use_chat().clock();
    view! {
        <time class=class datetime=live(move || clock.machine(at())) title=live(move || clock.full(at()))>
            {live(move || clock.time(at()))}
        </time>
    }
}
