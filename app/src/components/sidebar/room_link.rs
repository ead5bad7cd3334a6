//! A room in the list.

use hubbub_protocol::{Room, Slug, path};
use leptos::prelude::*;

use crate::{components::ui::Icon, state::use_chat, text};

/// The way to a room, with what waits there. Going to an open room joins it.
#[component]
pub(super) fn RoomLink(
    /// Which one.
    room: Room,
    /// The room that is shown.
    current: Signal<Option<Slug>>,
) -> impl IntoView {
    let chat = use_chat();
    let (unread, draft) = (chat.unread(room.id), chat.has_draft(room.id));
    let slug = room.slug.clone();
    let is_current = Memo::new(move |_| current.with(|current| current.as_ref() == Some(&slug)));
    view! {
        <a
            class="sidebar__room"
            class:sidebar__room--unread=move || unread.get() != 0
            href=path::room_page(&room.slug)
            aria-current=move || is_current.get().then_some("page")
        >
            <Icon name="#hash"/>
            <span class="sidebar__name" dir="auto">{room.name}</span>
            {move || (draft.get() && !is_current.get()).then(|| view! {
                <Icon name="#pencil" class="icon icon--small"/>
                <span class="visually-hidden">", "{text::DRAFT}</span>
            })}
            {move || match unread.get() {
                0 => None,
                count => Some(view! {
                    <span class="sidebar__count" aria-hidden="true">{text::count(count)}</span>
                    <span class="visually-hidden">", "{text::unread(count)}</span>
                }),
            }}
        </a>
    }
    .into_any()
}
