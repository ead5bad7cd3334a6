//! The parts of the page that F6 walks through.

use leptos::{
    prelude::*,
    wasm_bindgen::JsCast,
    web_sys::{Element, HtmlElement},
};

/// In the order in which they stand on the page.
const REGIONS: [&str; 5] = [
    "[data-region=rooms]",
    "[data-region=header]",
    "[data-region=messages]",
    "[data-region=composer]",
    "[data-region=toast]",
];
/// Where the focus goes in a region, best first.
const ENTRIES: [&str; 3] = ["[aria-current=page]", "[tabindex='0'], textarea", "a[href], button:not([disabled])"];

/// Moves the focus to the next region that is on the screen, or to the one before.
pub(crate) fn walk(forwards: bool) {
    let regions: Vec<Element> = REGIONS.iter().filter_map(|region| find(region)).collect();
    let entries: Vec<(&Element, HtmlElement)> =
        regions.iter().filter_map(|region| Some((region, entry(region)?))).collect();
    let focused = document().active_element();
    let here = entries.iter().position(|(region, _)| region.contains(focused.as_deref()));
    let count = entries.len();
    let next = match here {
        Some(here) if forwards => here + 1,
        Some(here) => here + count - 1,
        None if forwards => 0,
        None => count.saturating_sub(1),
    };
    if let Some((_, element)) = entries.get(next.checked_rem(count).unwrap_or_default()) {
        // A browser may refuse the focus.
        let _ = element.focus();
    }
}

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

fn find(selector: &str) -> Option<Element> {
    document().query_selector(selector).ok().flatten()
}

/// The element of a region that takes the focus; none while the region is not on the screen.
fn entry(region: &Element) -> Option<HtmlElement> {
    ENTRIES
        .iter()
        .find_map(|entry| region.query_selector(entry).ok().flatten())
        .and_then(|element| element.dyn_into::<HtmlElement>().ok())
        .filter(|element| element.offset_parent().is_some())
}
