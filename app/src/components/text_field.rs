//! A text, while it is written: in the composer, or where a message stands.

use std::sync::Arc;

use leptos::{
    ev::{CompositionEvent, KeyboardEvent},
    html,
    prelude::*,
};

use super::keyboard::{self, Action, Place};
use crate::{
    live::{effect, live},
    ports::platform,
};

/// An Enter this soon after an input method ended was meant for the input method.
const SAME_TICK_MS: f64 = 5.0;

/// The field is never higher than this many lines without the help of the style sheet.
const LINES: usize = 12;

/// A field, and what happens in it.
pub(crate) struct TextField {
    /// Its id, and that of what describes it.
    pub(crate) ids: (&'static str, &'static str),
    /// Classes.
    pub(crate) class: &'static str,
    /// Its name and placeholder.
    pub(crate) name: String,
    /// The field itself.
    pub(crate) node_ref: NodeRef<html::Textarea>,
    /// Whether it takes the focus on touch, too, where that brings the keyboard up.
    pub(crate) was_asked_for: bool,
    /// The text. Reactive.
    pub(crate) read: Arc<dyn Fn() -> String + Send + Sync>,
    /// The text was changed by hand.
    pub(crate) write: Callback<String>,
    /// A key of the table was pressed. Whether it was used.
    pub(crate) press: Callback<Action, bool>,
}

/// A field that grows with its text.
pub(crate) fn text_field(field: TextField) -> AnyView {
    let TextField { ids: (id, describing), class, name, node_ref, was_asked_for, read, write, press } = field;
    let touch = StoredValue::new(platform());
    let composed_at = StoredValue::new(f64::NEG_INFINITY);

    // The field is filled from here and not by `prop:value`: what was typed before the page was hydrated must stay.
    let mut is_first = true;
    let text = Arc::clone(&read);
    effect(move || {
        let Some(field) = node_ref.get() else { return };
        let text = text();
        let typed = field.value();
        if is_first && text.is_empty() && !typed.is_empty() {
            write.run(typed);
        } else if text != typed {
            field.set_value(&text);
        }
        if is_first && (was_asked_for || !touch.get_value().is_touch()) {
            // A browser may refuse the focus.
            let _ = field.focus();
        }
        is_first = false;
    });
    let keydown = move |event: KeyboardEvent| {
        let Some(action) = keyboard::action(Place::Composer, &event) else { return };
        let is_used = if action == Action::Send {
            let composing = event.time_stamp() - composed_at.get_value() < SAME_TICK_MS;
            // On a touch keyboard Enter is the only way to a new line.
            if composing || (touch.get_value().is_touch() && !event.ctrl_key()) {
                return;
            }
            event.repeat() || press.run(action)
        } else {
            press.run(action)
        };
        if is_used {
            event.prevent_default();
        }
    };
    view! {
        <textarea
            id=id
            class=class
            name="message"
            rows=live(move || lines(&read()))
            dir="auto"
            autocomplete="off"
            enterkeyhint="enter"
            aria-label=name.clone()
            aria-describedby=describing
            placeholder=name
            node_ref=node_ref
            on:input:target=move |event| write.run(event.target().value())
            on:keydown=keydown
            on:compositionend=move |event: CompositionEvent| composed_at.set_value(event.time_stamp())
        ></textarea>
    }
    .into_any()
}

/// How high the field is in browsers whose style sheets cannot make it as high as its text.
fn lines(draft: &str) -> String {
    (draft.split('\n').count()).min(LINES).to_string()
}
