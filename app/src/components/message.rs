//! A message in the list.

mod below;
mod body;
mod marks;
mod quote;
mod reactions;

use std::sync::Arc;

use hubbub_protocol::RoomId;
use leptos::prelude::*;

use super::ui::{Avatar, Icon, Time};
use crate::{
    live::{live, shown},
    meaning::Meaning,
    state::{Clock, MessageRow, MessageState, use_chat},
    text,
};
use below::below;
use body::Body;
pub(super) use body::pressed;
use marks::marks;
use quote::quote;
pub(super) use quote::words;

/// One row: who, when, what, what became of it, and where it is on its way.
#[component]
pub(crate) fn Message(
    /// Where.
    room: RoomId,
    /// The row to show; it changes in place.
    message: Arc<MessageRow>,
) -> impl IntoView {
    let chat = use_chat();
    let clock = chat.clock();
    let speaks_to_me = |row: &MessageRow| !row.mine && row.meaning().speaks_to_me;
    let (quote, below) = (quote(room, Arc::clone(&message)), below(room, Arc::clone(&message)));
    let row = StoredValue::new(message);
    // A copy of the pointer: each way to look into a stored value is code of its own.
    let row = move || row.get_value();
    let state = move || row().state();
    let first = move || row().first_of_group();
    let at = move || row().at();
    let author = move || row().author.clone();
    view! {
        <li
            class="message"
            class:message--first=live(first)
            class:message--to-me=live(move || speaks_to_me(&row()))
            class:message--pending=live(move || state() == MessageState::Pending)
            class:message--queued=live(move || state() == MessageState::Queued)
            class:message--failed=live(move || matches!(state(), MessageState::Refused(..)))
            data-state=live(move || state().mark().map(ToOwned::to_owned))
            data-seq=live(move || row().seq().map(|seq| seq.to_string()))
            tabindex="-1"
            aria-label=live(move || sentence(&row(), clock))
        >
            {quote}
            {live(move || if first() {
                view! { <Avatar account=author()/> }.into_any()
            } else {
                view! { <Time at class="message__time message__time--aside"/> }.into_any()
            })}
            <div class="message__content">
                {shown(move || first().then(|| view! {
                    <div class="message__head">
                        <span class="message__author" dir="auto">{author().name}</span>
                        <Time at class="message__time"/>
                        {marks(room, &row())}
                    </div>
                }))}
                {live(move || {
                    let row = row();
                    match row.is_editing().then(|| chat.functions()).flatten() {
                        _ if row.facts(|facts| facts.deleted.is_some()) => tombstone(),
                        Some(later) => later.editor(room, row),
                        None => body(row.meaning()),
                    }
                })}
                {below}
            </div>
            {shown(move || match state() {
                MessageState::Pending => Some(view! { <Waiting label=text::PENDING visible=false/> }),
                MessageState::Queued => Some(view! { <Waiting label=text::QUEUED visible=true/> }),
                _ => None,
            })}
        </li>
    }
}

/// A text as it stands in a message.
pub(crate) fn body(meaning: Arc<Meaning>) -> AnyView {
    Body(meaning).into_any()
}

/// One sentence that names the whole row, so that moving through the list reads as a conversation.
fn sentence(row: &MessageRow, clock: Clock) -> String {
    let meaning = row.meaning();
    let (deleted, edited, reactions) = row.facts(|facts| {
        let reactions = facts.reactions.iter().map(|reaction| reaction.by.len()).sum();
        (facts.deleted.is_some(), facts.edited.is_some(), reactions)
    });
    let words = if deleted { text::DELETED } else { &meaning.words };
    let head = [&row.author.name, ", ", &clock.time(row.at()), ": ", words].concat();
    let state = match row.state() {
        MessageState::Sent => String::new(),
        MessageState::Pending => text::PENDING.to_owned(),
        MessageState::Queued => text::QUEUED.to_owned(),
        MessageState::Refused(_, refusal) => text::refusal(&refusal),
    };
    text::sentences(head, edited, reactions, &state)
}

/// What is left of a deleted message.
fn tombstone() -> AnyView {
    view! { <p class="message__tombstone"><Icon name="#trash" class="icon icon--small"/>{text::DELETED}</p> }.into_any()
}

/// A clock in the gutter while the message is on its way.
#[component]
fn Waiting(label: &'static str, visible: bool) -> impl IntoView {
    view! {
        <span class="message__state">
            <Icon name="#clock" class="icon icon--small"/>
            <span class:visually-hidden=!visible>{label}</span>
        </span>
    }
}
