//! The way back to the newest message.

use leptos::prelude::*;

use super::Scroll;
use crate::{components::ui::Icon, live::live, text};

/// A button over the list while its end is out of view, with what came meanwhile.
#[component]
pub(super) fn Pill(
    /// Where the list stands.
    scroll: Scroll,
) -> impl IntoView {
    view! {
        <button
            type="button"
            class="timeline__pill"
            hidden=live(move || scroll.at_end.get())
            on:click=move |_| scroll.to_end()
        >
            {live(move || text::to_latest(scroll.missed()))}
            <Icon name="#arrow-down" class="icon icon--small"/>
        </button>
    }
}
