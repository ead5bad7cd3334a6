//! Who wrote a message, when, and every text it had.

use std::sync::Arc;

use hubbub_protocol::{MessageInfo, RoomId, Version, json, path};
use leptos::prelude::*;

use crate::{
    components::{
        message::body as body_of,
        ui::{Avatar, Dialog},
    },
    live::live,
    ports::ApiError,
    state::{MessageRow, use_chat},
    text,
};

/// The dialog. What this page knows is there at once, the history comes from the server.
pub(super) fn info(room: RoomId, message: Arc<MessageRow>, close: Callback<()>) -> AnyView {
    let chat = use_chat();
    let clock = chat.clock();
    let answer = RwSignal::new(None::<Result<String, ApiError>>);
    if let Some(seq) = message.seq() {
        chat.fetch(path::message(room, seq), move |text| answer.set(Some(text)));
    }
    let pinned = message.facts(|facts| facts.pinned.as_ref().map(|by| text::pinned_by(&by.name)));
    let deleted = message.facts(|facts| facts.deleted.is_some());
    let head = view! {
        <div class="info__author">
            <Avatar account=message.author.clone()/>
            <div>
                <p class="message__author" dir="auto">{message.author.name.clone()}</p>
                <p class="info__fact">{[text::SENT_AT, " ", &clock.full(message.at())].concat()}</p>
                {deleted.then(|| view! { <p class="info__fact">{text::DELETED}</p> })}
                {pinned.map(|pinned| view! { <p class="info__fact"><bdi>{pinned}</bdi></p> })}
            </div>
        </div>
    };
    let versions = live(move || match answer.get() {
        None => view! { <p class="info__fact" role="status">{text::LOADING}</p> }.into_any(),
        Some(answer) => match answer
            .and_then(|text| json::read::<MessageInfo>(&text).map_err(|_| ApiError::Unavailable))
        {
            Ok(info) if info.versions.is_empty() => view! { <p class="info__fact">{text::NO_VERSIONS}</p> }.into_any(),
            Ok(info) => history(info.versions),
            Err(_) => view! { <p class="info__fact" role="status">{text::INFO_MISSING}</p> }.into_any(),
        },
    });
    view! { <Dialog title=text::MESSAGE_INFO node_ref=NodeRef::new() closed=close>{head} {versions}</Dialog> }
        .into_any()
}

/// Newest first.
fn history(versions: Vec<Version>) -> AnyView {
    let chat = use_chat();
    let clock = chat.clock();
    let newest = versions.last().map(|version| version.revision).filter(|revision| *revision > 0);
    let entries: Vec<_> = versions
        .into_iter()
        .rev()
        .map(|Version { revision, body, at }| {
            let written = body_of(Arc::new(chat.read(&body)));
            let current = (newest == Some(revision)).then(|| view! { <strong>{text::CURRENT}</strong> " · " });
            view! {
                <li class="info__version">
                    <p class="info__fact">{current} {text::version(revision, &clock.full(at))}</p>
                    {written}
                </li>
            }
        })
        .collect();
    view! { <ol class="info__versions" role="list" reversed aria-label=text::VERSIONS>{entries}</ol> }.into_any()
}
