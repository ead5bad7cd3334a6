//! The line over a message that answers another one.

use std::sync::Arc;

use hubbub_protocol::RoomId;
use leptos::prelude::*;

use crate::{
    components::ui::{Icon, row_button},
    live::{Live, shown},
    state::{MessageRow, Quoted, use_chat},
    text,
};

/// Who said what, in one line that leads there.
pub(super) fn quote(room: RoomId, row: Arc<MessageRow>) -> Live<AnyView> {
    shown(move || row.facts(|facts| facts.reply_to.clone()).map(|quoted| line(room, &quoted)))
}

fn line(room: RoomId, quoted: &Quoted) -> AnyView {
    let chat = use_chat();
    let seq = quoted.target.seq;
    let author = quoted.author.as_ref().map(|author| author.name.clone()).unwrap_or_default();
    let words = words(quoted).to_owned();
    let name = [text::IN_REPLY_TO, " ", &author, ": ", &words].concat();
    let inside = view! {
        <Icon name="#reply" class="icon icon--small icon--directed"/>
        <span class="visually-hidden">{text::IN_REPLY_TO}</span>
        <bdi class="quote__author">{author}</bdi>
        <bdi class="quote__words">{words}</bdi>
    };
    row_button("quote".to_owned(), name, inside.into_any(), move || chat.seek(room, seq))
}

/// What is left to say of the quoted message.
pub(in crate::components) fn words(quoted: &Quoted) -> &str {
    if quoted.deleted {
        text::QUOTE_DELETED
    } else if quoted.author.is_none() {
        text::QUOTE_UNKNOWN
    } else {
        &quoted.words
    }
}
