//! Walking through the rows by key.

use leptos::{
    wasm_bindgen::JsCast,
    web_sys::{Element, HtmlElement, HtmlOListElement},
};

use crate::components::{keyboard::Action, timeline::next_message};

/// Moves the focus as the key says; whether it did.
pub(super) fn walk(list: &HtmlOListElement, action: Action) -> bool {
    let focused = list.owner_document().and_then(|document| document.active_element());
    let Some(focused) = focused.filter(|focused| list.contains(Some(focused))) else { return false };
    let Some(row) = focused.closest(".message").ok().flatten() else { return false };
    let next = match action {
        Action::PreviousRow => next_message(row.previous_element_sibling(), Element::previous_element_sibling),
        Action::NextRow => next_message(row.next_element_sibling(), Element::next_element_sibling),
        Action::FirstRow => next_message(list.first_element_child(), Element::next_element_sibling),
        Action::LastRow => next_message(list.last_element_child(), Element::previous_element_sibling),
        Action::IntoRow | Action::OutOfRow => beside(&row, &focused, action == Action::IntoRow),
        _ => None,
    };
    let next = next.and_then(|next| next.dyn_into::<HtmlElement>().ok());
    // A browser may refuse the focus; then it stays where it was.
    next.is_some_and(|next| next.focus().is_ok())
}

/// The next thing in the row that can be pressed, or the one before, or the row itself.
fn beside(row: &Element, focused: &Element, forwards: bool) -> Option<Element> {
    let found = row.get_elements_by_tag_name("*");
    let is_shown = |element: &HtmlElement| {
        element.matches("a[href], button").unwrap_or(false) && element.offset_parent().is_some()
    };
    let element = |index| found.item(index)?.dyn_into::<HtmlElement>().ok();
    let inside: Vec<HtmlElement> = (0..found.length()).filter_map(element).filter(is_shown).collect();
    let here = inside.iter().position(|element| **element == *focused);
    match here {
        Some(0) if !forwards => Some(row.clone()),
        Some(here) => inside.get(if forwards { here + 1 } else { here - 1 }).cloned().map(Element::from),
        None if forwards => inside.first().cloned().map(Element::from),
        None => None,
    }
}
