//! What stands below the text of a message.

use std::sync::Arc;

use hubbub_protocol::RoomId;
use leptos::prelude::*;

use super::{marks::marks, reactions::reactions};
use crate::{
    live::{Live, shown},
    state::{Forwarded, MessageRow, MessageState, use_chat},
    text,
};

/// Where the text comes from, the marks of a message that has no head, reactions, and why it was refused.
pub(super) fn below(room: RoomId, row: Arc<MessageRow>) -> Live<AnyView> {
    let chat = use_chat();
    shown(move || {
        let forwarded = row.facts(|facts| facts.forwarded_from.clone()).map(|from| forwarded(&from));
        let marks = if row.first_of_group() { None } else { marks(room, &row) };
        let reactions = reactions(room, &row);
        let failure = match row.state() {
            MessageState::Refused(nonce, refusal) => {
                chat.functions().map(|later| later.failure(nonce, &refusal, row.target().is_some()))
            }
            _ => None,
        };
        let parts: Vec<_> = [
            forwarded,
            marks.map(|marks| view! { <p class="message__marks">{marks}</p> }.into_any()),
            reactions,
            failure,
        ]
        .into_iter()
        .flatten()
        .collect();
        (!parts.is_empty()).then_some(parts)
    })
}

fn forwarded(from: &Forwarded) -> AnyView {
    let author = text::forwarded_from(&from.author.name);
    let place = from.place.clone().map(|(room, address)| {
        view! {
            " · "
            <a href=address tabindex="-1"><bdi>{"#".to_owned() + &room}</bdi></a>
        }
    });
    view! { <p class="message__source"><bdi>{author}</bdi>{place}</p> }.into_any()
}
