//! The very start of a room.

use hubbub_protocol::{Room, path};
use leptos::prelude::*;

use crate::{components::ui::Icon, ports::platform, text};

/// What this place is, and how to begin.
#[component]
pub(super) fn Start(
    /// Which room.
    room: Room,
    /// Whether nobody has written yet.
    empty: Signal<bool>,
) -> impl IntoView {
    let platform = platform();
    let copied = RwSignal::new(false);
    let address = path::room_page(&room.slug);
    let copy = move |_| {
        // A page always has an origin.
        let origin = window().location().origin().unwrap_or_default();
        platform.copy(origin + &address, Callback::new(move |worked| copied.set(worked)));
    };
    view! {
        <div class="start">
            <span class="start__icon"><Icon name="#hash" class="icon icon--large"/></span>
            <p class="start__title" dir="auto">{text::start_of(&room.name)}</p>
            {move || empty.get().then_some(view! { <p>{text::FIRST_MESSAGE_HINT}</p> })}
            <button type="button" class="button" on:click=copy>
                {move || {
                    let name = if copied.get() { "#check" } else { "#link" };
                    view! { <Icon name class="icon icon--small"/> }
                }}
                <span aria-live="polite">{move || if copied.get() { text::COPIED } else { text::COPY_ROOM_LINK }}</span>
            </button>
        </div>
    }
}
