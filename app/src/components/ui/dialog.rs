//! A question that everything else waits for.

use leptos::{html, prelude::*};

use super::Icon;
use crate::{live::effect, text};

/// A native modal dialog, which is open as long as it is there: the browser keeps the focus inside, closes it on Escape
/// and gives the focus back. What is in it scrolls if it is long, title and button stay in sight.
#[component]
pub(crate) fn Dialog(
    /// What it is about; also its name.
    title: &'static str,
    /// Closes it.
    node_ref: NodeRef<html::Dialog>,
    /// It is closed, and the focus is where it was before. Now it can go.
    closed: Callback<()>,
    /// What it holds.
    children: Children,
) -> impl IntoView {
    effect(move || {
        if let Some(dialog) = node_ref.get() {
            // It was made a moment ago: it is in the document, and not open.
            let _ = dialog.show_modal();
        }
    });
    view! {
        <dialog class="dialog" node_ref=node_ref aria-label=title on:close=move |_| closed.run(())>
            <h2 class="dialog__title">{title}</h2>
            <div class="dialog__body">{children()}</div>
            // Behind the rest, so that the focus begins there.
            <button type="button" class="icon-button dialog__close" aria-label=text::CLOSE title=text::CLOSE on:click=move |_| close(node_ref)>
                <Icon name="#x"/>
            </button>
        </dialog>
    }
}

/// Closes it by hand.
pub(crate) fn close(dialog: NodeRef<html::Dialog>) {
    if let Some(dialog) = dialog.get_untracked() {
        dialog.close();
    }
}
