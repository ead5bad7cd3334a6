//! Makes a room.

use hubbub_protocol::{Refusal, Slug};
use leptos::{ev::SubmitEvent, html, prelude::*};

use crate::{
    components::ui::{Dialog, Field, Icon, button},
    live::live,
    state::use_chat,
    text,
};

/// The button and the dialog behind it.
#[component]
pub(super) fn CreateRoom() -> impl IntoView {
    let chat = use_chat();
    let dialog = NodeRef::<html::Dialog>::new();
    let field = NodeRef::<html::Input>::new();
    let error = RwSignal::new(String::new());
    let waiting = RwSignal::new(false);

    let open = move |_| {
        error.set(String::new());
        waiting.set(false);
        if let Some(dialog) = dialog.get_untracked() {
            // A dialog that is open already stays open.
            let _ = dialog.show_modal();
        }
    };
    let close = move || {
        if let Some(dialog) = dialog.get_untracked() {
            dialog.close();
        }
    };
    let done = Callback::new(move |outcome: Result<Slug, Refusal>| {
        waiting.set(false);
        match outcome {
            // Who closed the dialog meanwhile does not want to be taken elsewhere.
            Ok(_) if !dialog.get_untracked().is_some_and(|dialog| dialog.open()) => {}
            Ok(slug) => {
                if let Some(field) = field.get_untracked() {
                    field.set_value("");
                }
                close();
                chat.go(&slug);
            }
            Err(refusal) => error.set(text::refusal(&refusal)),
        }
    });
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
        <button type="button" class="icon-button" aria-label=text::CREATE_A_ROOM title=text::CREATE_A_ROOM on:click=open>
            <Icon name="#plus"/>
        </button>
        <Dialog title=text::CREATE_A_ROOM node_ref=dialog>
            <form class="dialog__form" on:submit=submit>
                <Field name="room" label=text::ROOM_NAME hint=text::ROOM_NAME_HINT error=move || error.get() node_ref=field autofocus=true/>
                <div class="dialog__actions">
                    <button type="submit" class="button button--primary" aria-busy=live(move || waiting.get().then(|| "true".to_owned()))>
                        {text::CREATE_ROOM}
                    </button>
                    {button("button", text::CANCEL, close)}
                </div>
            </form>
        </Dialog>
    }
}
