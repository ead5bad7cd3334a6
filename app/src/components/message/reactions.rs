//! The reactions below a message.

use std::sync::Arc;

use hubbub_protocol::{Reaction, RoomId};
use leptos::prelude::*;

use crate::{
    components::ui::{Icon, row_button},
    later::Part,
    state::{MessageRow, use_chat},
    text,
};

/// One chip for each emoji, and a button for one more; nothing without reactions. Reactive.
pub(super) fn reactions(room: RoomId, row: &Arc<MessageRow>) -> Option<AnyView> {
    let reactions = row.facts(|facts| facts.reactions.clone());
    if reactions.is_empty() {
        return None;
    }
    let chat = use_chat();
    let chips: Vec<_> = reactions.into_iter().map(|reaction| chip(room, row, reaction)).collect();
    let row = Arc::clone(row);
    let add = row_button(
        "reactions__add".to_owned(),
        text::ADD_REACTION.to_owned(),
        view! {
            <Icon name="#smile-plus" class="icon icon--small"/>
            <span class="visually-hidden">{text::ADD_REACTION}</span>
        }
        .into_any(),
        move || chat.open(Part::Reactions(room, Arc::clone(&row))),
    );
    Some(view! { <div class="reactions" role="group" aria-label=text::REACTIONS>{chips}{add}</div> }.into_any())
}

/// One click takes part, or not any more.
fn chip(room: RoomId, row: &Arc<MessageRow>, Reaction { emoji, by }: Reaction) -> AnyView {
    let chat = use_chat();
    let me = chat.account().id;
    let is_mine = by.iter().any(|person| person.id == me);
    let people: Vec<_> =
        by.iter().map(|person| if person.id == me { text::YOU.to_owned() } else { person.name.clone() }).collect();
    let names = text::reacted(&people);
    let class = if is_mine { "reactions__chip reactions__chip--mine" } else { "reactions__chip" };
    let inside = view! {
        <span class="reactions__emoji">{emoji.clone()}</span>
        <span>{by.len().to_string()}</span>
        <span class="visually-hidden">{names.clone()}</span>
    };
    let row = Arc::clone(row);
    row_button(class.to_owned(), names, inside.into_any(), move || {
        if let Some(target) = untrack(|| row.target()) {
            chat.react(room, target, emoji.clone(), !is_mine);
        }
    })
}
