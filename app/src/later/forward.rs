//! Saying in another room what was said here.

use std::sync::Arc;

use hubbub_protocol::{Room, RoomId, Source};
use leptos::prelude::*;

use crate::{
    components::ui::{Dialog, Icon, dialog, room_icon},
    live::live,
    state::{MessageRow, use_chat},
    text,
};

/// The dialog: the text, a field that finds rooms, and the rooms.
pub(super) fn forward(from: RoomId, message: Arc<MessageRow>, close: Callback<()>) -> AnyView {
    let chat = use_chat();
    let node = NodeRef::new();
    let sought = RwSignal::new(String::new());
    let (target, body) = (message.target(), message.body());
    let words = message.brief(200);
    let choose = Callback::new(move |room: RoomId| {
        dialog::close(node);
        if let Some(target) = target {
            chat.forward(room, body.clone(), Source { room: from, target });
        }
    });
    let rooms = live(move || {
        let sought = sought.get();
        let found: Vec<_> = chat.rooms().into_iter().filter(|room| is_meant(room, &sought)).collect();
        if found.is_empty() {
            return view! { <p class="info__fact" role="status">{text::NO_SUCH_ROOM}</p> }.into_any();
        }
        let lines: Vec<_> = found.into_iter().map(|room| line(room, choose)).collect();
        view! { <ul class="choice" role="list" aria-label=text::FORWARD_TO>{lines}</ul> }.into_any()
    });
    view! {
        <Dialog title=text::FORWARD_TO node_ref=node closed=close>
        <p class="forward__words" dir="auto">{words}</p>
        <input
            class="field__input"
            type="search"
            autocomplete="off"
            autofocus
            dir="auto"
            aria-label=text::FIND_A_ROOM
            placeholder=text::FIND_A_ROOM
            on:input:target=move |event| sought.set(event.target().value())
        />
        {rooms}
        </Dialog>
    }
    .into_any()
}

fn line(room: Room, choose: Callback<RoomId>) -> AnyView {
    let id = room.id;
    view! {
        <li>
            <button type="button" class="choice__line" on:click=move |_| choose.run(id)>
                <Icon name=room_icon(&room)/>
                <span class="choice__name" dir="auto">{room.name}</span>
            </button>
        </li>
    }
    .into_any()
}

/// Whether the name or the address of the room has this in it. Addresses are in lower case.
fn is_meant(room: &Room, sought: &str) -> bool {
    let sought = sought.trim();
    room.name.contains(sought) || room.slug.as_str().contains(&sought.to_ascii_lowercase())
}
