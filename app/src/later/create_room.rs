//! Makes a room.

use hubbub_protocol::{Refusal, Slug};
use leptos::{ev::SubmitEvent, html, prelude::*};

use crate::{
    components::ui::{Dialog, Field, button, dialog::close},
    live::live,
    state::use_chat,
    text,
};

/// Asks for its name.
#[component]
pub(super) fn CreateRoom(
    /// The dialog was closed.
    closed: Callback<()>,
) -> impl IntoView {
    let chat = use_chat();
    let dialog = NodeRef::<html::Dialog>::new();
    let field = NodeRef::<html::Input>::new();
    let error = RwSignal::new(String::new());
    let waiting = RwSignal::new(false);

    let done = move |outcome: Result<Slug, Refusal>| {
        // Who closed the dialog meanwhile does not want to be taken elsewhere.
        if !dialog.try_get_untracked().flatten().is_some_and(|dialog| dialog.open()) {
            return;
        }
        match outcome {
            Ok(slug) => {
                close(dialog);
                chat.go(&slug);
            }
            Err(refusal) => {
                waiting.set(false);
                error.set(text::refusal(&refusal));
            }
        }
    };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if let Some(field) = field.get_untracked()
            && !waiting.get_untracked()
        {
            error.set(String::new());
            waiting.set(true);
            chat.create_room(field.value(), done);
        }
    };
    view! {
        <Dialog title=text::CREATE_A_ROOM node_ref=dialog closed>
            <form class="dialog__form" on:submit=submit>
                <Field name="room" label=text::ROOM_NAME hint=text::ROOM_NAME_HINT error=move || error.get() node_ref=field autofocus=true/>
                <div class="dialog__actions">
                    <button type="submit" class="button button--primary" aria-busy=live(move || waiting.get().then(|| "true".to_owned()))>
                        {text::CREATE_ROOM}
                    </button>
                    {button("button", text::CANCEL, move || close(dialog))}
                </div>
            </form>
        </Dialog>
    }
}
