//! The line over a room: its name and who is here.

use hubbub_protocol::{Room, RoomId};
use leptos::prelude::*;

use super::ui::{Icon, room_icon};
use crate::{
    later::Part,
    live::{live, shown},
    state::use_chat,
    text,
};

/// The header of the room.
#[component]
pub(crate) fn RoomHeader(
    /// Which one.
    room: Room,
) -> impl IntoView {
    let chat = use_chat();
    let open = move |_| {
        // A press on the button while the list is open has closed it already.
        if untrack(|| chat.opened()).is_none_or(|(_, part)| !matches!(part, Part::HereNow(_))) {
            chat.open(Part::HereNow(room.id));
        }
    };
    view! {
        <header class="room-header" data-region="header">
            <a class="icon-button room-header__back" href="/rooms" aria-label=text::ALL_ROOMS title=text::ALL_ROOMS>
                <Icon name="#arrow-left" class="icon icon--directed"/>
            </a>
            <Icon name=room_icon(&room) class="icon room-header__icon"/>
            <h1 class="room-header__name" dir="auto">{room.name}</h1>
            {shown(move || {
                let count = chat.pins(room.id).len();
                (count > 0).then(|| pins(room.id, count))
            })}
            <button type="button" class="room-header__count" aria-haspopup="dialog" title=text::HERE_NOW on:click=open>
                <Icon name="#users"/>
                {live(move || text::here(chat.presence(room.id).count))}
            </button>
        </header>
    }
}

/// Leads to what is pinned.
fn pins(room: RoomId, count: usize) -> AnyView {
    let chat = use_chat();
    let name = text::pins(count);
    view! {
        <button type="button" class="room-header__count" aria-label=name.clone() title=name on:click=move |_| chat.open(Part::Pins(room))>
            <Icon name="#pin"/>
            {count.to_string()}
        </button>
    }
    .into_any()
}
