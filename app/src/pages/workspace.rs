//! The frame around every room: the chat starts here.

use leptos::{ev, prelude::*};

use super::{room::RoomPage, rooms::RoomsPage};
use crate::{
    components::{
        announcer::Announcer,
        keyboard::{self, Action, Place},
        on_demand::OnDemand,
        sidebar::Sidebar,
        toast::Toast,
    },
    later::Act,
    live::{effect, live},
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
    let keys = window_event_listener(ev::keydown, move |event| {
        // What is left for the list of the room and its composer is theirs.
        if let Some(action) = keyboard::action(Place::Page, &event)
            && action != Action::ToLatest
            && chat.act(Act::Page(action))
        {
            event.prevent_default();
        }
    });
    on_cleanup(move || keys.remove());
    // Effects run in the browser only, and first after hydration: tests wait for this mark.
    effect(|| {
        if let Some(body) = document().body() {
            // Setting an attribute with a constant name cannot fail.
            let _ = body.set_attribute("data-hydrated", "");
        }
    });
    // From one room to another, the page of the room stays.
    let in_room = Memo::new(move |_| chat.is_in_room());
    let on_list = move || live(move || !in_room.get());
    view! {
        <a class="skip-link" href="#latest" hidden=on_list()>{text::SKIP_TO_LATEST}</a>
        <a class="skip-link" href="#composer" hidden=on_list()>{text::SKIP_TO_COMPOSER}</a>
        <div
            class="workspace"
            class:workspace--room=live(move || in_room.get())
            class:workspace--list=on_list()
        >
            <Sidebar/>
            <main class="workspace__main">
                {live(move || {
                    if in_room.get() { view! { <RoomPage/> }.into_any() } else { view! { <RoomsPage/> }.into_any() }
                })}
            </main>
        </div>
        <Announcer/>
        <OnDemand/>
        <Toast/>
    }
}
