//! The buttons in texts. One listener serves all of them, for as long as the list is there.

use leptos::{
    ev::MouseEvent,
    wasm_bindgen::JsCast,
    web_sys::{Element, Node},
};

use crate::{ports::Platform, text};

/// The button of a spoiler.
const COVER: &str = "spoiler__cover";
/// Whether the words behind it are shown.
const EXPANDED: &str = "aria-expanded";

/// Does what the button says that was clicked, if one was.
pub(crate) fn pressed(event: &MouseEvent, platform: &dyn Platform) {
    let target = event.target().and_then(|target| target.dyn_into().ok());
    if let Some(target) = target {
        // Whoever clicked elsewhere wanted something else.
        let _ = uncover(&target).or_else(|| copy(&target, platform));
    }
}

/// Uncovers in a text that is written anew what was uncovered in it before.
pub(super) fn keep_uncovered(old: &Element, new: &Element) {
    let covers = |text: &Element| text.get_elements_by_class_name(COVER);
    let (old, new) = (covers(old), covers(new));
    for index in 0..old.length() {
        if let (Some(old), Some(new)) = (old.item(index), new.item(index))
            && let Some(value) = old.get_attribute(EXPANDED)
        {
            // Setting an attribute with a constant name cannot fail.
            let _ = new.set_attribute(EXPANDED, &value);
        }
    }
}

/// Shows the words behind a cover, or hides them again.
fn uncover(target: &Element) -> Option<()> {
    let cover = target.closest(".spoiler__cover").ok()??;
    let is_shown = cover.get_attribute(EXPANDED)? == "true";
    cover.set_attribute(EXPANDED, if is_shown { "false" } else { "true" }).ok()
}

/// Copies program text, and says so on the button.
fn copy(target: &Element, platform: &dyn Platform) -> Option<()> {
    let label: Node = target.closest(".code__copy").ok()??.first_child()?;
    let code = target.closest(".code").ok()??.query_selector("pre").ok()??;
    let done = move |worked| label.set_text_content(Some(if worked { text::COPIED } else { text::COPY }));
    platform.copy(code.text_content()?, Box::new(done));
    Some(())
}
