//! Small marks on a message: that it is pinned, and that its text is another one than at first.

use std::sync::Arc;

use hubbub_protocol::RoomId;
use leptos::prelude::*;

use crate::{
    components::ui::{Icon, row_button},
    later::Part,
    state::{MessageRow, use_chat},
    text,
};

/// The marks, if there are any. Reactive.
pub(super) fn marks(room: RoomId, row: &Arc<MessageRow>) -> Option<AnyView> {
    let chat = use_chat();
    let (pinned, edited) = row.facts(|facts| (facts.pinned.as_ref().map(|by| text::pinned_by(&by.name)), facts.edited));
    if pinned.is_none() && edited.is_none() {
        return None;
    }
    let pinned = pinned.map(|name| {
        let spoken = name.clone();
        view! {
            <span class="message__mark" title=name>
                <Icon name="#pin" class="icon icon--tiny"/>
                <span class="visually-hidden">{spoken}</span>
            </span>
        }
    });
    let edited = edited.map(|at| {
        let row = Arc::clone(row);
        let name = text::edited_at(&chat.clock().full(at));
        let show = move || chat.open(Part::Info(room, Arc::clone(&row)));
        let inside = view! {
            <span>{text::EDITED}</span>
            <span class="visually-hidden">{name.clone()}</span>
        };
        row_button("message__mark message__mark--edited".to_owned(), name, inside.into_any(), show)
    });
    Some(view! { {pinned} {edited} }.into_any())
}
