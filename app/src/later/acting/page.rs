//! The keys that lead from room to room and from region to region.

use hubbub_protocol::Room;
use leptos::{
    prelude::*,
    wasm_bindgen::JsCast,
    web_sys::{Element, HtmlElement},
};

use crate::{
    components::{
        keyboard::Action,
        regions::{self, find},
    },
    state::Chat,
};

/// The parts of the page that F6 walks through, in the order in which they stand there.
const REGIONS: [&str; 5] = [
    "[data-region=rooms]",
    "[data-region=header]",
    "[data-region=messages]",
    "[data-region=composer]",
    "[data-region=toast]",
];
/// Where the focus goes in a region, best first.
const ENTRIES: [&str; 3] = ["[aria-current=page]", "[tabindex='0'], textarea", "a[href], button:not([disabled])"];

/// Goes there. Whether there is such a place.
pub(super) fn act(chat: Chat, action: Action) -> bool {
    match action {
        Action::NextRegion | Action::PreviousRegion => walk(action == Action::NextRegion),
        _ if regions::something_is_open() => return false,
        _ => match untrack(|| neighbour(chat, action)) {
            Some(room) => chat.go(&room.slug),
            None => return false,
        },
    }
    true
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

/// Moves the focus to the next region that is on the screen, or to the one before.
fn walk(forwards: bool) {
    let regions: Vec<Element> = REGIONS.iter().filter_map(|region| find(region)).collect();
    let entries: Vec<(&Element, HtmlElement)> =
        regions.iter().filter_map(|region| Some((region, entry(region)?))).collect();
    let focused = document().active_element();
    let here = entries.iter().position(|(region, _)| region.contains(focused.as_deref()));
    let count = entries.len();
    let next = match here {
        Some(here) if forwards => here + 1,
        Some(here) => here + count - 1,
        None if forwards => 0,
        None => count.saturating_sub(1),
    };
    if let Some((_, element)) = entries.get(next.checked_rem(count).unwrap_or_default()) {
        // A browser may refuse the focus.
        let _ = element.focus();
    }
}

/// The element of a region that takes the focus; none while the region is not on the screen.
fn entry(region: &Element) -> Option<HtmlElement> {
    ENTRIES
        .iter()
        .find_map(|entry| region.query_selector(entry).ok().flatten())
        .and_then(|element| element.dyn_into::<HtmlElement>().ok())
        .filter(|element| element.offset_parent().is_some())
}
