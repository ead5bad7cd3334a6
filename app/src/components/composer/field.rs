//! The text of the message, while it is written.

use hubbub_protocol::RoomId;
use leptos::{
    ev::{CompositionEvent, KeyboardEvent},
    html,
    prelude::*,
};

use crate::{
    components::keyboard::{self, Action, Place},
    live::{effect, live},
    ports::platform,
    state::use_chat,
};

/// An Enter this soon after an input method ended was meant for the input method.
const SAME_TICK_MS: f64 = 5.0;

/// The field is never higher than this many lines without the help of the style sheet.
const LINES: usize = 12;

/// A field that grows with its text.
#[component]
pub(super) fn Field(
    /// Which room the text is for.
    room: RoomId,
    /// Its name and placeholder.
    name: String,
    /// The field itself.
    node_ref: NodeRef<html::Textarea>,
    /// Enter was pressed to send.
    on_enter: Callback<()>,
) -> impl IntoView {
    let chat = use_chat();
    let touch = StoredValue::new(platform());
    let composed_at = StoredValue::new(f64::NEG_INFINITY);

    // The field is filled from here and not by `prop:value`: what was typed before the page was hydrated must stay.
    let mut is_first = true;
    effect(move || {
        let Some(field) = node_ref.get() else { return };
        let text = chat.draft(room);
        let typed = field.value();
        if is_first && text.is_empty() && !typed.is_empty() {
            chat.set_draft(room, typed);
        } else if text != typed {
            field.set_value(&text);
        }
        if is_first && !touch.with_value(|platform| platform.is_touch()) {
            // A browser may refuse the focus.
            let _ = field.focus();
        }
        is_first = false;
    });
    let keydown = move |event: KeyboardEvent| {
        let composing = event.time_stamp() - composed_at.get_value() < SAME_TICK_MS;
        let sends = keyboard::action(Place::Composer, &event) == Some(Action::Send) && !composing;
        // On a touch keyboard Enter is the only way to a new line.
        if !sends || (touch.with_value(|platform| platform.is_touch()) && !event.ctrl_key()) {
            return;
        }
        event.prevent_default();
        if !event.repeat() {
            on_enter.run(());
        }
    };
    view! {
        <textarea
            id="composer"
            class="composer__field"
            name="message"
            rows=live(move || lines(&chat.draft(room)))
            dir="auto"
            autocomplete="off"
            enterkeyhint="enter"
            aria-label=name.clone()
            aria-describedby="composer-limit"
            placeholder=name
            node_ref=node_ref
            on:input:target=move |event| chat.set_draft(room, event.target().value())
            on:keydown=keydown
            on:compositionend=move |event: CompositionEvent| composed_at.set_value(event.time_stamp())
        ></textarea>
    }
}

/// How high the field is in browsers whose style sheets cannot make it as high as its text.
fn lines(draft: &str) -> String {
    (draft.split('\n').count()).min(LINES).to_string()
}
