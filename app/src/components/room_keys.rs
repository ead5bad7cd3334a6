//! The keys that lead from room to room and from region to region.

use hubbub_protocol::Room;
use leptos::{ev, prelude::*};

use super::{
    keyboard::{self, Action, Place},
    regions,
};
use crate::state::{Chat, use_chat};

/// Listens for these keys as long as the current component is there.
pub(crate) fn listen() {
    let chat = use_chat();
    let keys = window_event_listener(ev::keydown, move |event| {
        let Some(action) = keyboard::action(Place::Page, &event) else { return };
        match action {
            Action::NextRegion | Action::PreviousRegion => regions::walk(action == Action::NextRegion),
            _ if regions::something_is_open() => return,
            _ => match untrack(|| neighbour(chat, action)) {
                Some(room) => chat.go(&room.slug),
                None => return,
            },
        }
        event.prevent_default();
    });
    on_cleanup(move || keys.remove());
}

/// The room that the key leads to; the list is a ring.
fn neighbour(chat: Chat, action: Action) -> Option<Room> {
    let (forwards, unread_only) = match action {
        Action::PreviousRoom => (false, false),
        Action::NextRoom => (true, false),
        Action::PreviousUnreadRoom => (false, true),
        Action::NextUnreadRoom => (true, true),
        _ => return None,
    };
    let mut rooms = chat.rooms();
    if !forwards {
        rooms.reverse();
    }
    let current = chat.current();
    let here = rooms.iter().position(|room| Some(&room.slug) == current.as_ref());
    rooms.rotate_left(here.map_or(0, |here| here + 1));
    let others = rooms.into_iter().filter(|room| Some(&room.slug) != current.as_ref());
    others.into_iter().find(|room| !unread_only || chat.unread(room.id) > 0)
}
