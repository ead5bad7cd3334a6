//! The line over a room: its name and who is here.

mod here_now;

use hubbub_protocol::{Room, RoomId};
use leptos::prelude::*;

use super::ui::Icon;
use crate::{later::Part, live::shown, state::use_chat, text};
use here_now::HereNow;

/// The header of the room.
#[component]
pub(crate) fn RoomHeader(
    /// Which one.
    room: Room,
) -> impl IntoView {
    let chat = use_chat();
    view! {
        <header class="room-header" data-region="header">
            <a class="icon-button room-header__back" href="/rooms" aria-label=text::ALL_ROOMS title=text::ALL_ROOMS>
                <Icon name="#arrow-left" class="icon icon--directed"/>
            </a>
            <Icon name="#hash" class="icon room-header__icon"/>
            <h1 class="room-header__name" dir="auto">{room.name}</h1>
            {shown(move || {
                let count = chat.pins(room.id).len();
                (count > 0).then(|| pins(room.id, count))
            })}
            <HereNow room=room.id/>
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
