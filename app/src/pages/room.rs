//! A room.

use leptos::prelude::*;

use super::not_found::NothingHere;
use crate::{
    components::{
        empty::Empty,
        list::{Item, ItemKey, list},
        room_view::RoomView,
        ui::button,
    },
    live::shown,
    ports::ApiError,
    state::use_chat,
    text,
};

/// The page of a room; empty until the room is there.
#[component]
pub(super) fn RoomPage() -> impl IntoView {
    let chat = use_chat();
    // A list of one: another room gets elements of its own. If they were changed in place, what was written in one room,
    // and could be undone there, would be in the next.
    let room = move || match chat.room() {
        Some(Ok(data)) => vec![Item::new(ItemKey::Room(data.room.id), move || view! { <RoomView data/> })],
        _ => Vec::new(),
    };
    view! {
        {list(room)}
        {shown(move || chat.room().and_then(Result::err).map(|error| match error {
            ApiError::NotFound => view! { <NothingHere/> }.into_any(),
            ApiError::SignedOut | ApiError::Unavailable => view! {
                <Empty icon="#wifi-off" title=text::UNAVAILABLE hint=text::UNAVAILABLE_HINT>
                    {button("button", text::TRY_NOW, move || chat.load_again())}
                </Empty>
            }
            .into_any(),
        }))}
    }
}
