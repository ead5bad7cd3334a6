//! What keys and the buttons of a message do.

pub(super) mod message;
mod page;
mod rows;

use super::Act;
use crate::state::Chat;

/// Does it. Whether it meant something.
pub(super) fn act(chat: Chat, act: &Act) -> bool {
    match act {
        Act::Message(room, row, action) => message::act(chat, room, row, *action),
        Act::Row(toolbar, action) => {
            let is_done = toolbar.focused().is_some_and(|row| toolbar.act(row, *action));
            is_done || toolbar.scroll.list().is_some_and(|list| rows::walk(&list, *action))
        }
        Act::Page(action) => page::act(chat, *action),
    }
}
