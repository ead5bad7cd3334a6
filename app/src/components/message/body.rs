//! The text of a message in the page.
//!
//! Nothing in a tree is markup any more. Each text becomes a text node, each address that of a link, and there is no other
//! way from what people write to the page. Nothing in it changes by itself either, so the browser takes the server's
//! elements over as they are, and makes the same ones for a message that is new or means something else.

mod blocks;
mod inlines;
mod node;
mod press;

use std::sync::Arc;

use hubbub_markup::Tree;
use hubbub_protocol::AccountId;
use leptos::tachys::{
    html::attribute::any_attribute::AnyAttribute,
    hydration::Cursor,
    no_attrs,
    renderer::{CastFrom, types::Element},
    view::{Mountable, Position, PositionState, Render, RenderFlags, RenderHtml},
};

use blocks::{BLOCK, blocks};
use node::{Element as Written, Fixed};
pub(crate) use press::pressed;

const BODY: Fixed = &[("class", "message__body")];
const LARGE: Fixed = &[("class", "message__body message__body--large")];

/// The text of a message as this person sees it.
pub(super) struct Body {
    pub(super) tree: Arc<Tree>,
    pub(super) me: AccountId,
}

impl Body {
    fn written(&self) -> Written {
        let tree = &self.tree;
        let fixed: Fixed = if tree.is_large() { LARGE } else { BODY };
        Written::new("div", fixed, blocks(&tree.blocks, BLOCK, self.me))
    }
}

impl Render for Body {
    type State = Element;

    fn build(self) -> Element {
        self.written().make()
    }

    fn rebuild(self, element: &mut Element) {
        let mut new = self.build();
        element.insert_before_this(&mut new);
        element.unmount();
        *element = new;
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
        self.written().write(html);
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
