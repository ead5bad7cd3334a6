//! A message in the list.

mod body;
mod failure;

use std::sync::Arc;

use leptos::prelude::*;

use super::ui::{Avatar, Icon, Time};
use crate::{
    live::{live, shown},
    state::{MessageRow, MessageState, use_chat},
    text,
};
use body::Body;
pub(super) use body::pressed;
use failure::Failure;

/// One row: who, when, what, and where it is on its way.
#[component]
pub(crate) fn Message(
    /// The row to show; it changes in place.
    message: Arc<MessageRow>,
) -> impl IntoView {
    let chat = use_chat();
    let clock = chat.clock();
    let speaks_to_me = |row: &Arc<MessageRow>| !row.mine && row.meaning().speaks_to_me;
    let row = StoredValue::new(message);
    let state = move || row.with_value(|row| row.state());
    let first = move || row.with_value(|row| row.first_of_group());
    let at = move || row.with_value(|row| row.at());
    // One sentence names the whole row, so that moving through the list reads as a conversation.
    let sentence = move || {
        let head =
            row.with_value(|row| [&row.author.name, ", ", &clock.time(row.at()), ": ", &row.meaning().words].concat());
        match state() {
            MessageState::Sent => head,
            MessageState::Pending => [&head, ". ", text::PENDING].concat(),
            MessageState::Queued => [&head, ". ", text::QUEUED].concat(),
            MessageState::Refused(refusal) => [&head, ". ", &text::refusal(&refusal)].concat(),
        }
    };
    let author = move || row.with_value(|row| row.author.clone());
    view! {
        <li
            class="message"
            class:message--first=live(first)
            class:message--to-me=live(move || row.with_value(speaks_to_me))
            class:message--pending=live(move || state() == MessageState::Pending)
            class:message--queued=live(move || state() == MessageState::Queued)
            class:message--failed=live(move || matches!(state(), MessageState::Refused(_)))
            data-state=live(move || state().mark().map(ToOwned::to_owned))
            data-seq=live(move || row.with_value(|row| row.seq()).map(|seq| seq.to_string()))
            tabindex="-1"
            aria-label=live(sentence)
        >
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
                    </div>
                }))}
                {live(move || Body(row.with_value(|row| row.meaning())).into_any())}
                {shown(move || match state() {
                    MessageState::Refused(refusal) => {
                        let nonce = row.with_value(|row| row.nonce);
                        Some(view! { <Failure nonce refusal/> })
                    }
                    _ => None,
                })}
            </div>
            {shown(move || match state() {
                MessageState::Pending => Some(view! { <Waiting label=text::PENDING visible=false/> }),
                MessageState::Queued => Some(view! { <Waiting label=text::QUEUED visible=true/> }),
                _ => None,
            })}
        </li>
    }
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
