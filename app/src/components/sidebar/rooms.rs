//! The rooms: one's own, open and direct, and those one click away.

use hubbub_protocol::Room;
use leptos::prelude::*;

use super::room_link::RoomLink;
use crate::{
    components::{
        list::{Item, ItemKey, list},
        opener::Opener,
    },
    later::Part,
    live::live,
    state::use_chat,
    text,
};

/// All lists.
#[component]
pub(super) fn Rooms() -> impl IntoView {
    let chat = use_chat();
    view! {
        <div class="sidebar__body" data-region="rooms">
            <section class="sidebar__section">
                <div class="sidebar__title">
                    <h2 class="sidebar__heading">{text::ROOMS}</h2>
                    <Opener part=Part::CreateRoom name=text::CREATE_A_ROOM icon="#plus"/>
                </div>
                <ul role="list" aria-label=text::ROOMS>
                    {list(move || chat.rooms().into_iter().filter(|room| room.kind.is_open()).map(item).collect())}
                </ul>
            </section>
            <section class="sidebar__section">
                <div class="sidebar__title">
                    <h2 class="sidebar__heading">{text::DIRECT}</h2>
                    <Opener part=Part::OpenDirect name=text::NEW_DIRECT icon="#plus"/>
                </div>
                <ul role="list" aria-label=text::DIRECT>
                    {list(move || chat.rooms().into_iter().filter(|room| !room.kind.is_open()).map(item).collect())}
                </ul>
            </section>
            <section class="sidebar__section" hidden=live(move || chat.other_rooms().is_empty())>
                <div class="sidebar__title"><h2 class="sidebar__heading">{text::MORE_ROOMS}</h2></div>
                <ul role="list" aria-label=text::MORE_ROOMS>
                    {list(move || chat.other_rooms().into_iter().map(item).collect())}
                </ul>
            </section>
        </div>
    }
    .into_any()
}

fn item(room: Room) -> Item {
    Item::new(ItemKey::Room(room.id), move || view! { <li><RoomLink room/></li> })
}
