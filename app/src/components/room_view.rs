//! A room: its header, its messages and its composer.

use hubbub_protocol::Room;
use leptos::{ev, html, prelude::*};

use super::{
    composer::Composer,
    keyboard::{self, Action, Place},
    regions,
    room_header::RoomHeader,
    timeline::{Scroll, Timeline},
};
use crate::{live::effect, ports::RoomData, state::use_chat};

/// The whole view of a room.
#[component]
pub(crate) fn RoomView(
    /// What the room begins with.
    data: RoomData,
) -> impl IntoView {
    let chat = use_chat();
    chat.show(&data);
    let room: Room = data.room;
    let id = room.id;
    // In an effect, so that it is left in the browser only: on the server a view may be made more than once.
    effect(move || {
        on_cleanup(move || {
            chat.close();
            chat.hide(id);
        });
    });

    // Going to an open room joins it.
    effect(move || {
        if !untrack(|| chat.joined(id)) {
            // A refusal shows when something is sent.
            chat.join_room(id, |_| ());
        }
    });

    let scroll = Scroll::new(id);
    let field = NodeRef::<html::Textarea>::new();
    let keys = window_event_listener(ev::keydown, move |event| {
        if event.default_prevented() {
            // Something nearer used the key.
        } else if keyboard::action(Place::Page, &event) == Some(Action::ToLatest) && !regions::something_is_open() {
            scroll.to_end();
        } else if keyboard::writes(&event)
            && regions::nothing_is_focused()
            && let Some(field) = field.get_untracked()
        {
            // The browser writes the character where the focus is when the event is over.
            let _ = field.focus();
        }
    });
    on_cleanup(move || keys.remove());

    view! {
        <RoomHeader room=room.clone()/>
        <Timeline room=room.clone() scroll/>
        <Composer room field on_send=Callback::new(move |()| scroll.to_end())/>
    }
}
