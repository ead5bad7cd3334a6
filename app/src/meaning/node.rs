//! What a text consists of in a document: elements and text nodes.

use leptos::tachys::{
    html::attribute::AttributeValue,
    renderer::{Rndr, types},
    view::{Mountable, Position, RenderFlags, RenderHtml},
};

/// Attributes that are the same for all elements of a kind.
pub(crate) type Fixed = &'static [(&'static str, &'static str)];

/// A part of a document.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Node {
    Text(String),
    Element(Box<Element>),
}

/// An element with an end tag; of the others none is needed.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Element {
    tag: &'static str,
    fixed: Fixed,
    /// The attribute whose value depends on the text.
    own: Option<(&'static str, String)>,
    children: Vec<Node>,
}

impl Node {
    /// An element inside of another.
    pub(crate) fn of(tag: &'static str, fixed: Fixed, children: Vec<Self>) -> Self {
        Self::Element(Box::new(Element::new(tag, fixed, children)))
    }

    /// The element with an attribute whose value depends on the text.
    pub(crate) fn with(mut self, name: &'static str, value: String) -> Self {
        if let Self::Element(element) = &mut self {
            element.own = Some((name, value));
        }
        self
    }

    /// Words as they are.
    pub(crate) fn text(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl Element {
    pub(crate) fn new(tag: &'static str, fixed: Fixed, children: Vec<Node>) -> Self {
        Self { tag, fixed, own: None, children }
    }

    /// Writes it as HTML; leptos knows what must be escaped.
    pub(crate) fn write(&self, html: &mut String) {
        html.push('<');
        html.push_str(self.tag);
        for (name, value) in self.fixed {
            AttributeValue::to_html(*value, name, html);
        }
        if let Some((name, value)) = &self.own {
            AttributeValue::to_html(value.as_str(), name, html);
        }
        html.push('>');
        for child in &self.children {
            match child {
                // Nothing looks for its place in here later, so leptos need not mark where one text ends.
                Node::Text(text) => {
                    let flags = RenderFlags::HYDRATE.with_hydrate(false);
                    text.as_str().to_html_with_buf(html, &mut Position::FirstChild, flags, Vec::new());
                }
                Node::Element(element) => element.write(html),
            }
        }
        html.push_str("</");
        html.push_str(self.tag);
        html.push('>');
    }

    /// Makes it in the document of the browser.
    pub(crate) fn make(&self) -> types::Element {
        let made = Rndr::create_element(self.tag, None);
        for (name, value) in self.fixed {
            Rndr::set_attribute(&made, name, value);
        }
        if let Some((name, value)) = &self.own {
            Rndr::set_attribute(&made, name, value);
        }
        for child in &self.children {
            match child {
                Node::Text(text) => Rndr::create_text_node(text).mount(&made, None),
                Node::Element(element) => element.make().mount(&made, None),
            }
        }
        made
    }
}
