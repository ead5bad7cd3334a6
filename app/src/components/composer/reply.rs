//! What the next message answers.

use hubbub_protocol::RoomId;
use leptos::prelude::*;

use crate::{
    components::{message, ui::Icon},
    live::{Live, shown},
    state::use_chat,
    text,
};

/// A chip above the text, which it leaves alone.
pub(super) fn reply(room: RoomId) -> Live<AnyView> {
    let chat = use_chat();
    let stop = move |_| {
        chat.reply(room, None);
        super::focus();
    };
    shown(move || {
        let quoted = chat.replying_to(room)?;
        let words = message::words(&quoted).to_owned();
        let author = quoted.author.map(|author| author.name).unwrap_or_default();
        Some(view! {
            <div class="composer__reply">
                <Icon name="#reply" class="icon icon--small icon--directed"/>
                <span class="quote__author" dir="auto">{text::replying_to(&author)}</span>
                <bdi class="quote__words">{words}</bdi>
                <button type="button" class="icon-button icon-button--small" aria-label=text::STOP_REPLYING title=text::STOP_REPLYING on:click=stop>
                    <Icon name="#x" class="icon icon--small"/>
                </button>
            </div>
        })
    })
}
