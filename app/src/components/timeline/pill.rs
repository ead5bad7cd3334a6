//! The way back to the newest message.

use leptos::prelude::*;

use super::Scroll;
use crate::{components::ui::Icon, text};

/// A button over the list while its end is out of view, with what came meanwhile.
#[component]
pub(super) fn Pill(
    /// Where the list stands.
    scroll: Scroll,
) -> impl IntoView {
    let missed = scroll.missed();
    view! {
        <button
            type="button"
            class="timeline__pill"
            hidden=move || scroll.at_end.get()
            on:click=move |_| scroll.to_end()
        >
            {move || text::to_latest(missed.get())}
            <Icon name="#arrow-down" class="icon icon--small"/>
        </button>
    }
}
