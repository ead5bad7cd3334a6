//! The frame around every room: the chat starts here.

use leptos::prelude::*;

use super::{room::RoomPage, rooms::RoomsPage};
use crate::{
    components::{announcer::Announcer, room_keys, sidebar::Sidebar},
    ports::Start,
    state::provide_chat,
    text,
};

/// The frame around every room, and the page in it. It is all that the browser takes over.
#[component]
pub fn Workspace(
    /// What it begins with.
    start: Start,
) -> impl IntoView {
    let chat = provide_chat(start);
    let (current, room, unread) = (chat.current(), chat.room(), chat.total_unread());
    room_keys::listen(current);
    Effect::new(move |_| {
        document().set_title(&text::title(&room.with(|room| text::workspace_title(room.as_ref(), unread.get()))));
    });
    // Effects run in the browser only, and first after hydration: tests wait for this mark.
    Effect::new(|_| {
        if let Some(body) = document().body() {
            // Setting an attribute with a constant name cannot fail.
            let _ = body.set_attribute("data-hydrated", "");
        }
    });
    let in_room = Memo::new(move |_| current.with(Option::is_some));
    view! {
        <a class="skip-link" href="#latest" hidden=move || !in_room.get()>{text::SKIP_TO_LATEST}</a>
        <a class="skip-link" href="#composer" hidden=move || !in_room.get()>{text::SKIP_TO_COMPOSER}</a>
        <div
            class="workspace"
            class:workspace--room=in_room
            class:workspace--list=move || !in_room.get()
        >
            <Sidebar current/>
            <main class="workspace__main">
                {move || {
                    if in_room.get() { view! { <RoomPage/> }.into_any() } else { view! { <RoomsPage/> }.into_any() }
                }}
            </main>
        </div>
        <Announcer/>
    }
}
