//! The very start of a room.

use hubbub_protocol::{Room, path};
use leptos::prelude::*;

use crate::{
    components::ui::{Icon, room_icon},
    live::{live, shown},
    ports::platform,
    state::{RowKind, use_chat},
    text,
};

/// What this place is, and how to begin.
#[component]
pub(super) fn Start(
    /// Which room.
    room: Room,
) -> impl IntoView {
    let (chat, id, platform) = (use_chat(), room.id, platform());
    // Nobody can be asked into a direct room, so its link is of no use to others.
    let is_open = room.kind.is_open();
    let is_empty = move || !chat.rows(id).iter().any(|row| matches!(row.kind, RowKind::Message(_)));
    let copied = RwSignal::new(false);
    let address = path::room_page(&room.slug);
    let copy = move |_| {
        // A page always has an origin.
        let origin = window().location().origin().unwrap_or_default();
        platform.copy(origin + &address, Box::new(move |worked| copied.set(worked)));
    };
    view! {
        <div class="start">
            <span class="start__icon"><Icon name=room_icon(&room) class="icon icon--large"/></span>
            <p class="start__title" dir="auto">{if is_open { text::start_of(&room.name) } else { text::start_with(&room.name) }}</p>
            {shown(move || is_empty().then(|| {
                let hint = if is_open { text::FIRST_MESSAGE_HINT } else { text::DIRECT_HINT };
                view! { <p>{hint}</p> }
            }))}
            <button type="button" class="button" hidden=!is_open on:click=copy>
                {live(move || {
                    let name = if copied.get() { "#check" } else { "#link" };
                    view! { <Icon name class="icon icon--small"/> }.into_any()
                })}
                <span aria-live="polite">
                    {live(move || (if copied.get() { text::COPIED } else { text::COPY_ROOM_LINK }).to_owned())}
                </span>
            </button>
        </div>
    }
}
