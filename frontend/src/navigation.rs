//! Going from page to page of the workspace without loading a document.

use hubbub_app::{Place, named_message, ports::Happening};
use hubbub_protocol::Seq;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, HtmlAnchorElement, MouseEvent};

/// A click on a link to a page of the workspace goes there. Other links, and other ways to click, are the browser's.
pub(crate) fn clicked(event: &JsValue) -> Option<Happening> {
    let click: &MouseEvent = event.dyn_ref()?;
    let has_key = click.ctrl_key() || click.meta_key() || click.shift_key() || click.alt_key();
    if click.default_prevented() || click.button() != 0 || has_key {
        return None;
    }
    let link = click.target()?.dyn_into::<Element>().ok()?.closest("a[href]").ok()??;
    let link: HtmlAnchorElement = link.dyn_into().ok()?;
    let is_ours = link.origin() == crate::window().location().origin().ok()?;
    let is_plain = link.target().is_empty() && !link.has_attribute("download") && link.hash().is_empty();
    let place = Place::at(&link.pathname()).filter(|_| is_ours && is_plain)?;
    click.prevent_default();
    enter(&link.href());
    Some(Happening::Went(place, message()))
}

/// Goes to the page at this path, if it is one of the workspace.
pub(crate) fn go(path: &str) -> Option<Happening> {
    let place = Place::at(path.split('?').next()?)?;
    enter(path);
    Some(Happening::Went(place, message()))
}

/// The person went back or forth.
pub(crate) fn came_back() -> Option<Happening> {
    let path = crate::window().location().pathname().ok()?;
    Place::at(&path).map(|place| Happening::Went(place, message()))
}

/// The message that the address names.
pub(crate) fn message() -> Option<Seq> {
    named_message(&crate::window().location().search().ok()?)
}

fn enter(address: &str) {
    let window = crate::window();
    if let Ok(history) = window.history() {
        // A browser refuses only when a page moves hundreds of times within seconds.
        let _ = history.push_state_with_url(&JsValue::NULL, "", Some(address));
    }
    window.scroll_to_with_x_and_y(0.0, 0.0);
}
