//! Changing the text of a message where it stands.

use std::sync::Arc;

use hubbub_protocol::RoomId;
use leptos::{html, prelude::*, wasm_bindgen::JsCast, web_sys::HtmlElement};

use crate::{
    components::{
        composer::{self, sendable},
        keyboard::Action,
        regions,
        text_field::{TextField, text_field},
        ui::button,
    },
    live::live,
    state::{MessageRow, use_chat},
    text,
};

/// A field in place of the text. Enter saves and Escape leaves the text as it is; on touch the buttons do.
pub(super) fn editor(room: RoomId, row: Arc<MessageRow>) -> AnyView {
    let chat = use_chat();
    let field = NodeRef::<html::Textarea>::new();
    // Whoever came from the composer goes back there, others to the row.
    let from_composer = regions::is_focused(composer::FIELD);
    let leave = move || {
        if from_composer {
            composer::focus();
        } else {
            focus_row(field);
        }
        chat.end_edit(room);
    };
    let save = move || {
        let body = untrack(|| sendable(&chat.edited_text(room)));
        if let (Some(target), Some(body)) = (untrack(|| row.target()), body) {
            chat.save_edit(room, target, body);
            leave();
        }
    };
    let by_key = save.clone();
    let press = Callback::new(move |action| {
        match action {
            Action::Send => by_key(),
            Action::Leave => leave(),
            _ => return false,
        }
        true
    });
    let text = TextField {
        ids: ("editor", "editor-hint"),
        class: "composer__field editor__field",
        name: text::EDIT_MESSAGE.to_owned(),
        node_ref: field,
        was_asked_for: true,
        read: Arc::new(move || chat.edited_text(room)),
        write: Callback::new(move |text| chat.write_edit(room, text)),
        press,
    };
    view! {
        <form class="editor" aria-label=text::EDIT_MESSAGE on:submit=|event| event.prevent_default()>
            {text_field(text)}
            <div class="editor__actions">
                <span class="editor__hint" id="editor-hint">{text::EDIT_HINT}</span>
                {button("button button--small", text::CANCEL, leave)}
                <button
                    type="button"
                    class="button button--small button--primary"
                    disabled=live(move || sendable(&chat.edited_text(room)).is_none())
                    on:click=move |_| save()
                >
                    {text::SAVE}
                </button>
            </div>
        </form>
    }
    .into_any()
}

fn focus_row(field: NodeRef<html::Textarea>) {
    let row = field.get_untracked().and_then(|field| field.closest(".message").ok().flatten());
    if let Some(row) = row.and_then(|row| row.dyn_into::<HtmlElement>().ok()) {
        // A browser may refuse the focus.
        let _ = row.focus();
    }
}
