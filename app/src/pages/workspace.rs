//! The frame around every room: the chat starts here.

use std::sync::Arc;

use leptos::prelude::*;
use leptos_router::{components::Redirect, hooks::use_location, location::Url};

use super::{
    room::{RoomPage, Slug},
    rooms::RoomsPage,
};
use crate::{
    components::{announcer::Announcer, empty::Empty, room_keys, sidebar::Sidebar},
    ports::{ApiError, Home, chat_api, page_status},
    state::provide_chat,
    text,
};

/// The frame around every room, and the page in it.
#[component]
pub(crate) fn Workspace() -> impl IntoView {
    let api = chat_api();
    let home = Resource::new(
        || (),
        move |()| {
            let api = Arc::clone(&api);
            async move { api.home().await }
        },
    );
    let path = use_location().pathname;
    // Not in a closure: leptos calls those more than once while rendering, and a chat must start once.
    let frame = Suspend::new(async move {
        match home.await {
            Ok(home) => view! { <Frame home path=path.into()/> }.into_any(),
            Err(ApiError::SignedOut) => {
                let next = ["/sign-in?next=", &Url::escape(&path.get_untracked())].concat();
                view! { <Redirect path=next/> }.into_any()
            }
            Err(_) => {
                page_status().unavailable();
                view! { <main><Empty icon="#wifi-off" title=text::UNAVAILABLE hint=text::UNAVAILABLE_HINT/></main> }
                    .into_any()
            }
        }
    });
    view! { <Suspense>{frame}</Suspense> }
}

#[component]
fn Frame(home: Home, path: Signal<String>) -> impl IntoView {
    let chat = provide_chat(home);
    let slug: Slug = Memo::new(move |_| {
        let path = Url::unescape(&path.get());
        path.strip_prefix("/rooms/").filter(|slug| !slug.is_empty()).map(ToOwned::to_owned)
    });
    // Here and not in the page of the room, which may be made more than once for the same reason.
    let room = Resource::new(
        move || slug.get(),
        move |slug| async move {
            match slug {
                Some(slug) => Some(chat.load(slug).await),
                None => None,
            }
        },
    );
    room_keys::listen(slug.into());
    let in_room = Memo::new(move |_| slug.with(Option::is_some));
    view! {
        // Plain jumps: the router would scroll, but not move the focus.
        <a class="skip-link" href="#latest" rel="external" hidden=move || !in_room.get()>{text::SKIP_TO_LATEST}</a>
        <a class="skip-link" href="#composer" rel="external" hidden=move || !in_room.get()>{text::SKIP_TO_COMPOSER}</a>
        <div
            class="workspace"
            class:workspace--room=in_room
            class:workspace--list=move || !in_room.get()
        >
            <Sidebar current=slug/>
            <main class="workspace__main">
                {move || {
                    if in_room.get() { view! { <RoomPage room/> }.into_any() } else { view! { <RoomsPage/> }.into_any() }
                }}
            </main>
        </div>
        <Announcer/>
    }
    .into_any()
}
