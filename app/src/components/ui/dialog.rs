//! A question that everything else waits for.

use leptos::{html, prelude::*};

/// A native modal dialog: the browser keeps the focus inside, closes it on Escape and gives the focus back.
#[component]
pub(crate) fn Dialog(
    /// What it is about; also its name.
    title: &'static str,
    /// Opens and closes it.
    node_ref: NodeRef<html::Dialog>,
    /// What it holds.
    children: Children,
) -> impl IntoView {
    view! {
        <dialog class="dialog" node_ref=node_ref aria-label=title>
            <h2 class="dialog__title">{title}</h2>
            {children()}
        </dialog>
    }
}
