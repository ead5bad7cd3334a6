//! Something that floats beside what opened it; on a phone it is a sheet at the bottom edge.

use leptos::{
    ev::KeyboardEvent,
    html,
    prelude::*,
    wasm_bindgen::JsCast,
    web_sys::{Element, HtmlElement, ToggleEvent},
};

use crate::live::effect;

/// Pixels between it and what opened it, and to the edges of the window.
const APART: i32 = 4;
const MARGIN: i32 = 8;

/// A native popover: the browser closes it on Escape and on a click elsewhere, and gives the focus back.
pub(super) fn floating(
    role: &'static str,
    name: &'static str,
    class: &'static str,
    close: Callback<()>,
    items: AnyView,
) -> AnyView {
    let node = NodeRef::<html::Div>::new();
    effect(move || {
        if let Some(element) = node.get() {
            open(&element);
        }
    });
    let toggled = move |event: ToggleEvent| {
        if event.new_state() == "closed" {
            close.run(());
        }
    };
    let keydown = move |event: KeyboardEvent| {
        if let Some(element) = node.get_untracked()
            && walk(&element, &event.key())
        {
            event.prevent_default();
        }
    };
    view! {
        <div class=class popover="auto" role=role aria-label=name node_ref=node on:toggle=toggled on:keydown=keydown>
            {items}
        </div>
    }
    .into_any()
}

/// Closes what this element is in, and gives the focus back to what opened it.
pub(super) fn hide(inside: &Element) {
    if let Some(popover) = inside.closest("[popover]").ok().flatten().and_then(|it| it.dyn_into::<HtmlElement>().ok()) {
        // It may be closed already.
        let _ = popover.hide_popover();
    }
}

fn open(element: &HtmlElement) {
    let opener = document().active_element().and_then(|focused| focused.dyn_into::<HtmlElement>().ok());
    // It is in the page, so it can be shown.
    let _ = element.show_popover();
    if let Some(opener) = opener {
        place(element, &opener);
    }
    focus(items(element).first());
}

/// Below what opened it, or above where there is no room; at its end where it is in the second half of the window.
fn place(element: &HtmlElement, opener: &HtmlElement) {
    let root = document().document_element();
    let (width, height) = root.map_or((0, 0), |root| (root.client_width(), root.client_height()));
    let (left, top) = position(opener);
    let (right, bottom) = (left + opener.offset_width(), top + opener.offset_height());
    let start = if left + right > width { right - element.offset_width() } else { left };
    let rest = |size: i32, whole: i32| (whole - size - MARGIN).max(MARGIN);
    let x = start.clamp(MARGIN, rest(element.offset_width(), width));
    let below = bottom + APART;
    let fits = below + element.offset_height() + MARGIN <= height;
    let y = if fits { below } else { top - APART - element.offset_height() };
    let y = y.clamp(MARGIN, rest(element.offset_height(), height));
    for (name, value) in [("--x", x), ("--y", y)] {
        // Setting a property with a constant name cannot fail.
        let _ = element.style().set_property(name, &(value.to_string() + "px"));
    }
}

/// Where an element is in the window.
fn position(element: &HtmlElement) -> (i32, i32) {
    let (mut x, mut y) = (element.offset_left(), element.offset_top());
    let mut next = element.offset_parent();
    while let Some(parent) = next.and_then(|parent| parent.dyn_into::<HtmlElement>().ok()) {
        x += parent.offset_left() - parent.scroll_left();
        y += parent.offset_top() - parent.scroll_top();
        next = parent.offset_parent();
    }
    (x, y)
}

fn items(element: &Element) -> Vec<HtmlElement> {
    let found = element.get_elements_by_tag_name("button");
    (0..found.length()).filter_map(|index| found.item(index)?.dyn_into().ok()).collect()
}

fn focus(item: Option<&HtmlElement>) {
    // A browser may refuse the focus.
    let _ = item.map(HtmlElement::focus);
}

/// Moves the focus as the key says; whether it did. Up and down pass over the others of a line.
fn walk(element: &Element, key: &str) -> bool {
    let items = items(element);
    let focused = document().active_element();
    let here = items.iter().position(|item| Some(item.as_ref()) == focused.as_ref()).unwrap_or_default();
    let count = items.len();
    let line = |index: usize| items[index].offset_top();
    let along = |step: usize| {
        let mut others = (1..=count).map(|far| (here + far * step) % count);
        others.find(|index| line(*index) != line(here))
    };
    let next = match key {
        _ if count == 0 => return false,
        "ArrowRight" => Some((here + 1) % count),
        "ArrowLeft" => Some((here + count - 1) % count),
        "ArrowDown" => along(1).or(Some(here)),
        "ArrowUp" => along(count - 1).or(Some(here)),
        "Home" => Some(0),
        "End" => Some(count - 1),
        "Tab" => {
            hide(element);
            return true;
        }
        _ => return false,
    };
    focus(next.and_then(|next| items.get(next)));
    true
}
