//! Walking through the rows by key: the whole list is one stop of the Tab key.

use leptos::{
    wasm_bindgen::JsCast,
    web_sys::{Element, HtmlElement, HtmlOListElement},
};

use crate::components::keyboard::Action;

/// The row that Tab leads to.
const STOP: &str = ".message[tabindex='0']";

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

/// Marks the row that was looked for and gives it the focus; no other has this mark.
pub(super) fn mark_found(list: &HtmlOListElement, row: &HtmlElement) {
    if let Ok(Some(old)) = list.query_selector("[data-found]") {
        // Nor can it be refused to take an attribute away.
        let _ = old.remove_attribute("data-found");
        // The same row shall begin to shine again.
        let _ = row.offset_width();
    }
    // Setting an attribute with a constant name cannot fail, but a browser may refuse the focus.
    let _ = row.set_attribute("data-found", "");
    let _ = row.focus();
}

/// Makes the row the one that Tab leads to.
pub(super) fn make_stop(list: &HtmlOListElement, row: &Element) {
    if row.get_attribute("tabindex").as_deref() != Some("0") {
        for (element, value) in [(list.query_selector(STOP).ok().flatten(), "-1"), (Some(row.clone()), "0")] {
            // Setting an attribute with a constant name cannot fail.
            let _ = element.map(|element| element.set_attribute("tabindex", value));
        }
    }
}

/// Makes the newest message the one that Tab leads to, if there is none.
pub(super) fn keep_stop(list: &HtmlOListElement) {
    if list.query_selector(STOP).is_ok_and(|stop| stop.is_none())
        && let Some(newest) = next_message(list.last_element_child(), Element::previous_element_sibling)
    {
        make_stop(list, &newest);
    }
}

fn next_message(from: Option<Element>, step: fn(&Element) -> Option<Element>) -> Option<Element> {
    std::iter::successors(from, step).find(|element| element.class_list().contains("message"))
}
