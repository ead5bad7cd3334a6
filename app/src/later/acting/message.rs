//! What can be done with a message by key and by the buttons on its row.

use std::sync::Arc;

use hubbub_protocol::{Room, RoomId, Target, path};
use leptos::prelude::*;

use crate::{
    components::{composer, keyboard::Action},
    later::Part,
    state::{Chat, MessageRow},
    text,
};

/// Does what a key on the row means. Whether it means something for this message.
pub(super) fn act(chat: Chat, room: &Room, row: &Arc<MessageRow>, action: Action) -> bool {
    let (target, deleted) = untrack(|| (row.target(), row.facts(|facts| facts.deleted.is_some())));
    let whole = target.filter(|_| !deleted);
    match (action, target, whole) {
        (Action::Actions, ..) => chat.open(Part::Menu(room.clone(), Arc::clone(row))),
        (Action::React, _, Some(_)) => chat.open(Part::Reactions(room.id, Arc::clone(row))),
        (Action::Reply, _, Some(target)) => reply(chat, room.id, target),
        (Action::EditRow, _, Some(_)) if row.mine => edit(chat, room.id, row),
        (Action::CopyLink, Some(target), _) => copy_link(chat, &path::message_page(&room.slug, target.seq)),
        (Action::MarkUnread, Some(target), _) => chat.mark_unread(room.id, target.seq),
        _ => return false,
    }
    true
}

/// The next message answers this one.
pub(in crate::later) fn reply(chat: Chat, room: RoomId, target: Target) {
    chat.reply(room, Some(target));
    composer::focus();
}

/// Begins to change the text.
pub(in crate::later) fn edit(chat: Chat, room: RoomId, row: &MessageRow) {
    if let (Some(target), body) = untrack(|| (row.target(), row.body())) {
        chat.begin_edit(room, target, body);
    }
}

/// Puts the whole address on the clipboard.
pub(in crate::later) fn copy_link(chat: Chat, address: &str) {
    // A page always has an origin.
    let origin = window().location().origin().unwrap_or_default();
    chat.copy(origin + address, text::LINK_COPIED);
}
