//! Where the focus is, and where it goes.

use leptos::{
    prelude::*,
    wasm_bindgen::JsCast,
    web_sys::{Element, HtmlElement},
};

/// Puts the focus on what this selector finds.
pub(crate) fn focus(selector: &str) {
    if let Some(element) = find(selector).and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        // A browser may refuse the focus.
        let _ = element.focus();
    }
}

/// Whether the element with this id has the focus.
pub(crate) fn is_focused(id: &str) -> bool {
    document().active_element().is_some_and(|focused| focused.id() == id)
}

/// Whether a dialog or a popover is open, which Escape closes first.
pub(crate) fn something_is_open() -> bool {
    find("dialog[open], [popover]:popover-open").is_some()
}

/// Whether no control has the focus, so that what is typed goes nowhere.
pub(crate) fn nothing_is_focused() -> bool {
    let body = document().body();
    let focused = document().active_element();
    !something_is_open() && (focused.is_none() || focused == body.map(Element::from))
}

/// The first that this selector finds.
pub(crate) fn find(selector: &str) -> Option<Element> {
    document().query_selector(selector).ok().flatten()
}
