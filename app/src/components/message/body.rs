//! The text of a message in the page.
//!
//! Nothing in a meaning is markup any more. Each text becomes a text node, each address that of a link, and there is no
//! other way from what people write to the page. Nothing in it changes by itself either, so the browser takes the server's
//! elements over without looking at them: while the page comes alive it need not understand what they show. It makes the
//! same ones for a message that is new, and others for one that means something else than what is there.

mod press;

use std::sync::Arc;

use leptos::tachys::{
    html::attribute::any_attribute::AnyAttribute,
    hydration::Cursor,
    no_attrs,
    renderer::{CastFrom, types::Element},
    view::{Mountable, Position, PositionState, Render, RenderFlags, RenderHtml},
};

use crate::meaning::Meaning;
pub(crate) use press::pressed;

/// The text of a message as this person sees it.
pub(super) struct Body(pub(super) Arc<Meaning>);

impl Render for Body {
    type State = Element;

    fn build(self) -> Element {
        self.0.body.make()
    }

    fn rebuild(self, element: &mut Element) {
        let mut new = self.build();
        press::keep_uncovered(element, &new);
        // What the server wrote, if it shows the same, keeps the focus and what is selected in it.
        if !element.is_equal_node(Some(&new)) {
            element.insert_before_this(&mut new);
            element.unmount();
            *element = new;
        }
    }
}

impl RenderHtml for Body {
    type AsyncOutput = Self;
    type Owned = Self;

    const MIN_LENGTH: usize = 0;

    fn dry_resolve(&mut self) {}

    async fn resolve(self) -> Self {
        self
    }

    fn to_html_with_buf(self, html: &mut String, position: &mut Position, _: RenderFlags, _: Vec<AnyAttribute>) {
        self.0.body.write(html);
        *position = Position::NextChild;
    }

    fn hydrate<const FROM_SERVER: bool>(self, cursor: &Cursor, position: &PositionState) -> Element {
        match position.get() {
            Position::FirstChild => cursor.child(),
            Position::Current => {}
            _ => cursor.sibling(),
        }
        position.set(Position::NextChild);
        Element::cast_from(cursor.current()).expect("the server rendered the same row")
    }

    fn into_owned(self) -> Self {
        self
    }
}

no_attrs!(Body);

#[cfg(test)]
mod tests;
