//! The line over a room: its name and who is here.

mod here_now;

use hubbub_protocol::Room;
use leptos::prelude::*;

use super::ui::Icon;
use crate::text;
use here_now::HereNow;

/// The header of the room.
#[component]
pub(crate) fn RoomHeader(
    /// Which one.
    room: Room,
) -> impl IntoView {
    view! {
        <header class="room-header" data-region="header">
            <a class="icon-button room-header__back" href="/rooms" aria-label=text::ALL_ROOMS title=text::ALL_ROOMS>
                <Icon name="#arrow-left" class="icon icon--directed"/>
            </a>
            <Icon name="#hash" class="icon room-header__icon"/>
            <h1 class="room-header__name" dir="auto">{room.name}</h1>
            <HereNow room=room.id/>
        </header>
    }
}
