//! A message in the list.

mod body;
mod failure;
mod links;

use std::sync::Arc;

use hubbub_protocol::Seq;
use leptos::prelude::*;

use super::ui::{Avatar, Icon, Time};
use crate::{
    state::{MessageRow, MessageState, use_chat},
    text,
};
use body::Body;
use failure::Failure;

/// One row: who, when, what, and where it is on its way.
#[component]
pub(crate) fn Message(
    /// The row to show; it changes in place.
    message: Arc<MessageRow>,
) -> impl IntoView {
    let clock = use_chat().clock();
    let row = StoredValue::new(message);
    let state = Memo::new(move |_| row.with_value(|row| row.state()));
    let first = Memo::new(move |_| row.with_value(|row| row.first_of_group()));
    let at = Signal::derive(move || row.with_value(|row| row.at()));
    // One sentence names the whole row, so that moving through the list reads as a conversation.
    let sentence = move || {
        let head = row.with_value(|row| [&row.author.name, ", ", &clock.time(row.at()), ": ", &row.body].concat());
        match state.get() {
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
            class:message--first=first
            class:message--pending=move || state.get() == MessageState::Pending
            class:message--queued=move || state.get() == MessageState::Queued
            class:message--failed=move || matches!(state.get(), MessageState::Refused(_))
            data-state=move || state.with(MessageState::mark)
            data-seq=move || row.with_value(|row| row.seq()).map(Seq::get)
            tabindex="-1"
            aria-label=sentence
        >
            {move || if first.get() {
                view! { <Avatar account=author()/> }.into_any()
            } else {
                view! { <Time at class="message__time message__time--aside"/> }.into_any()
            }}
            <div class="message__content">
                {move || first.get().then(|| view! {
                    <div class="message__head">
                        <span class="message__author" dir="auto">{author().name}</span>
                        <Time at class="message__time"/>
                    </div>
                })}
                <Body source=row.with_value(|row| row.body.clone())/>
                {move || match state.get() {
                    MessageState::Refused(refusal) => {
                        let nonce = row.with_value(|row| row.nonce);
                        Some(view! { <Failure nonce refusal/> })
                    }
                    _ => None,
                }}
            </div>
            {move || match state.get() {
                MessageState::Pending => Some(view! { <Waiting label=text::PENDING visible=false/> }),
                MessageState::Queued => Some(view! { <Waiting label=text::QUEUED visible=true/> }),
                _ => None,
            }}
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
