//! The rows as a place for the focus: the whole list is one stop of the Tab key.

use leptos::web_sys::{Element, HtmlElement, HtmlOListElement};

/// The row that Tab leads to.
const STOP: &str = ".message[tabindex='0']";

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

/// The first message that these steps lead to.
pub(crate) fn next_message(from: Option<Element>, step: fn(&Element) -> Option<Element>) -> Option<Element> {
    std::iter::successors(from, step).find(|element| element.class_list().contains("message"))
}
