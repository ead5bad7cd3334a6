//! The rooms: one's own, and those one click away.

use hubbub_protocol::Slug;
use leptos::prelude::*;

use super::{create_room::CreateRoom, room_link::RoomLink};
use crate::{state::use_chat, text};

/// Both lists.
#[component]
pub(super) fn Rooms(
    /// The room that is shown.
    current: Signal<Option<Slug>>,
) -> impl IntoView {
    let chat = use_chat();
    let (joined, others) = (chat.rooms(), chat.other_rooms());
    view! {
        <div class="sidebar__body" data-region="rooms">
            <section class="sidebar__section">
                <div class="sidebar__title">
                    <h2 class="sidebar__heading">{text::ROOMS}</h2>
                    <CreateRoom/>
                </div>
                <ul role="list" aria-label=text::ROOMS>
                    <For each=move || joined.get() key=|room| room.id let(room)>
                        <li><RoomLink room current/></li>
                    </For>
                </ul>
            </section>
            <section class="sidebar__section" hidden=move || others.with(Vec::is_empty)>
                <div class="sidebar__title"><h2 class="sidebar__heading">{text::MORE_ROOMS}</h2></div>
                <ul role="list" aria-label=text::MORE_ROOMS>
                    <For each=move || others.get() key=|room| room.id let(room)>
                        <li><RoomLink room current/></li>
                    </For>
                </ul>
            </section>
        </div>
    }
    .into_any()
}
