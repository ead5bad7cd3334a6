//! Says that something cannot be opened now.
//!
//! The dialog is part of the document, outside of what the browser takes over: it must be there when nothing can be
//! loaded, and it would be code of the first part otherwise.

use leptos::{
    prelude::*,
    wasm_bindgen::{JsCast, prelude::Closure},
    web_sys::HtmlDialogElement,
};

use crate::text;

const ID: &str = "not-loaded";
/// What the dialog is closed with to try again.
const AGAIN: &str = "again";

/// The dialog, which is closed.
#[component]
pub(crate) fn NotLoaded() -> impl IntoView {
    view! {
        <dialog class="dialog" id=ID aria-label=text::NOT_LOADED>
            <h2 class="dialog__title">{text::NOT_LOADED}</h2>
            <p class="dialog__text">{text::NOT_LOADED_HINT}</p>
            <form class="dialog__actions" method="dialog">
                <button class="button button--primary" value=AGAIN autofocus>{text::RETRY}</button>
                <button class="button">{text::CANCEL}</button>
            </form>
        </dialog>
    }
}

/// Shows it until it is closed, and tells whether to try again.
pub(crate) fn ask(answer: impl FnOnce(bool) + 'static) {
    let Some(dialog) = document().get_element_by_id(ID).and_then(|dialog| dialog.dyn_into::<HtmlDialogElement>().ok())
    else {
        return;
    };
    let closed = {
        let dialog = dialog.clone();
        Closure::once_into_js(move || answer(dialog.return_value() == AGAIN))
    };
    dialog.set_onclose(Some(closed.unchecked_ref()));
    // Escape leaves it as it is.
    dialog.set_return_value("");
    // A dialog that is open already stays open.
    let _ = dialog.show_modal();
}
