//! Which rows are in view.

use leptos::{
    wasm_bindgen::JsCast,
    web_sys::{Element, HtmlElement, HtmlOListElement},
};

/// What is in view, by index among the rows.
pub(super) struct Visible {
    pub(super) first: usize,
    pub(super) last: usize,
    /// How far below the upper edge the first one stands.
    pub(super) offset: i32,
}

/// The element of the row with this index: the list has one child per row.
pub(super) fn element(list: &HtmlOListElement, index: usize) -> Option<HtmlElement> {
    list.children().item(u32::try_from(index).ok()?)?.dyn_into().ok()
}

/// The index of the row that this element is.
pub(super) fn index(list: &HtmlOListElement, row: &Element) -> Option<usize> {
    let children = list.children();
    let index = (0..children.length()).rev().find(|index| children.item(*index).as_ref() == Some(row))?;
    usize::try_from(index).ok()
}

/// The rows between `top` and `top + height`. It looks from the end, where people mostly are.
pub(super) fn visible(list: &HtmlOListElement, top: i32, height: i32) -> Option<Visible> {
    let children = list.children();
    let mut found: Option<Visible> = None;
    for index in (0..children.length()).rev() {
        let Some(row) = children.item(index).and_then(|child| child.dyn_into::<HtmlElement>().ok()) else { continue };
        // A day sticks to the upper edge, so it is not where it seems to be.
        if row.class_name() == "day" {
            continue;
        }
        let (start, size) = (row.offset_top(), row.offset_height());
        let index = usize::try_from(index).unwrap_or_default();
        if start + size <= top {
            break;
        }
        // Half of a row, or as much of it as fits, must be there for it to be seen.
        let shown = (top + height - start).min(size);
        if found.is_none() && shown * 2 < size.min(height) {
            continue;
        }
        let lowest = found.as_ref().map_or(index, |found| found.last);
        found = Some(Visible { first: index, last: lowest, offset: start - top });
    }
    found
}
