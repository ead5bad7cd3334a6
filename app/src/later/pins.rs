//! What is pinned to a room.

use hubbub_protocol::{Change, Entry, Excerpts, Message, RoomId, Target, json, path};
use leptos::{html, prelude::*};

use crate::{
    components::{
        list::{Item, ItemKey, list},
        ui::{Avatar, AvatarSize, Dialog, LINK, button, dialog},
    },
    live::live,
    ports::ApiError,
    state::use_chat,
    text,
};

/// How much of a message is shown.
const LETTERS: usize = 200;

/// The dialog. What is held is there at once, the rest comes from the server.
pub(super) fn pins(id: RoomId, close: Callback<()>) -> AnyView {
    let chat = use_chat();
    let node = NodeRef::new();
    let fetched = RwSignal::new(None::<Result<Vec<(Target, Message)>, ApiError>>);
    chat.fetch(path::pins(id), move |answer| {
        let read = answer.and_then(|text| json::read::<Excerpts>(&text).map_err(|_| ApiError::Unavailable));
        fetched.set(Some(read.map(messages)));
    });
    // As it is shown in the room, as long as that is held; else as the server said.
    let known = move |target: Target| {
        chat.message(id, target).or_else(|| {
            fetched.with(|fetched| {
                let (_, message) = fetched.as_ref()?.as_ref().ok()?.iter().find(|(pinned, _)| *pinned == target)?;
                Some(message.clone())
            })
        })
    };
    let items = move || {
        let targets = chat.pins(id).into_iter().rev();
        let item = |target: Target| {
            let message = known(target)?;
            Some(Item::new(ItemKey::Seq(target.seq), move || line(id, node, target, &message)))
        };
        targets.filter_map(item).collect()
    };
    let missing = move || chat.pins(id).into_iter().any(|target| known(target).is_none());
    let state = live(move || match fetched.get() {
        _ if chat.pins(id).is_empty() => view! { <p class="info__fact">{text::NO_PINS}</p> }.into_any(),
        None if missing() => view! { <p class="info__fact" role="status">{text::LOADING}</p> }.into_any(),
        Some(Err(_)) if missing() => view! { <p class="info__fact" role="status">{text::PINS_MISSING}</p> }.into_any(),
        _ => ().into_any(),
    });
    view! {
        <Dialog title=text::PINS node_ref=node closed=close>
            <ul class="pins" role="list" aria-label=text::PINS>{list(items)}</ul>
            {state}
        </Dialog>
    }
    .into_any()
}

fn messages(excerpts: Excerpts) -> Vec<(Target, Message)> {
    let message = |entry: Entry| match entry.change {
        Change::MessageSent { message } => Some((Target { seq: entry.seq, message: message.id }, message)),
        _ => None,
    };
    excerpts.entries.into_iter().filter_map(message).collect()
}

/// One press leads to the message.
fn line(room: RoomId, node: NodeRef<html::Dialog>, target: Target, message: &Message) -> AnyView {
    let chat = use_chat();
    let words = chat.read(&message.body).brief(LETTERS);
    let by = message.pinned.as_ref().map(|pinned| text::pinned_by(&pinned.by.name));
    let go = move |_| {
        dialog::close(node);
        chat.seek(room, target.seq);
    };
    view! {
        <li class="pins__pin">
            <button type="button" class="pins__message" on:click=go>
                <Avatar account=message.author.clone() size=AvatarSize::Medium/>
                <span class="pins__text">
                    <span class="message__author" dir="auto">{message.author.name.clone()}</span>
                    <span class="pins__words" dir="auto">{words}</span>
                    <bdi class="info__fact">{by}</bdi>
                </span>
            </button>
            {button(LINK, text::UNPIN, move || chat.pin(room, target, false))}
        </li>
    }
    .into_any()
}
