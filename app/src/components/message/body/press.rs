//! The buttons in texts. One listener serves all of them, for as long as the list is there.

use leptos::{
    ev::MouseEvent,
    wasm_bindgen::JsCast,
    web_sys::{Element, Node},
};

use crate::{ports::Platform, text};

/// Does what the button says that was clicked, if one was.
pub(crate) fn pressed(event: &MouseEvent, platform: &dyn Platform) {
    let target = event.target().and_then(|target| target.dyn_into().ok());
    if let Some(target) = target {
        // Whoever clicked elsewhere wanted something else.
        let _ = uncover(&target).or_else(|| copy(&target, platform));
    }
}

/// Shows the words behind a cover, or hides them again.
fn uncover(target: &Element) -> Option<()> {
    let cover = target.closest(".spoiler__cover").ok()??;
    let is_shown = cover.get_attribute("aria-expanded")? == "true";
    cover.set_attribute("aria-expanded", if is_shown { "false" } else { "true" }).ok()
}

/// Copies program text, and says so on the button.
fn copy(target: &Element, platform: &dyn Platform) -> Option<()> {
    let label: Node = target.closest(".code__copy").ok()??.first_child()?;
    let code = target.closest(".code").ok()??.query_selector("pre").ok()??;
    let done = move |worked| label.set_text_content(Some(if worked { text::COPIED } else { text::COPY }));
    platform.copy(code.text_content()?, Box::new(done));
    Some(())
}
