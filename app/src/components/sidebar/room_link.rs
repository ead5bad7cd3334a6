//! A room in the list.

use hubbub_protocol::{Room, path};
use leptos::prelude::*;

use crate::{
    components::ui::{Icon, room_icon},
    live::{live, shown},
    state::use_chat,
    text,
};

/// The way to a room, with what waits there. Going to an open room joins it.
#[component]
pub(super) fn RoomLink(
    /// Which one.
    room: Room,
) -> impl IntoView {
    let chat = use_chat();
    let id = room.id;
    let slug = StoredValue::new(room.slug.clone());
    let is_current = move || slug.with_value(|slug| chat.is_current(slug));
    view! {
        <a
            class="sidebar__room"
            class:sidebar__room--unread=live(move || chat.unread(id) != 0)
            href=path::room_page(&room.slug)
            aria-current=live(move || is_current().then(|| "page".to_owned()))
        >
            <Icon name=room_icon(&room)/>
            <span class="sidebar__name" dir="auto">{room.name}</span>
            {shown(move || (chat.has_draft(id) && !is_current()).then(|| view! {
                <Icon name="#pencil" class="icon icon--small"/>
                <span class="visually-hidden">", "{text::DRAFT}</span>
            }))}
            {shown(move || match chat.unread(id) {
                0 => None,
                count => Some(view! {
                    <span class="sidebar__count" aria-hidden="true">{text::count(count)}</span>
                    <span class="visually-hidden">", "{text::unread(count)}</span>
                }),
            })}
        </a>
    }
}
