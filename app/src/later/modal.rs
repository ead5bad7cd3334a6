//! A dialog that is open as long as it is there.

use leptos::{html, prelude::*};

use crate::{components::ui::button, live::effect, text};

/// A native modal dialog: the browser keeps the focus inside, closes it on Escape and gives the focus back.
#[derive(Clone, Copy)]
pub(super) struct Modal(NodeRef<html::Dialog>);

impl Modal {
    pub(super) fn new() -> Self {
        let node = NodeRef::<html::Dialog>::new();
        effect(move || {
            if let Some(dialog) = node.get() {
                // It is in the page and was not open.
                let _ = dialog.show_modal();
            }
        });
        Self(node)
    }

    /// Closes it, which gives the focus back to what opened it.
    pub(super) fn close(self) {
        if let Some(dialog) = self.0.get_untracked() {
            dialog.close();
        }
    }

    /// The dialog with this content, and a button that closes it.
    pub(super) fn show(self, title: &'static str, close: Callback<()>, content: AnyView) -> AnyView {
        view! {
            <dialog class="dialog dialog--tall" node_ref=self.0 aria-label=title on:close=move |_| close.run(())>
                <h2 class="dialog__title">{title}</h2>
                <div class="dialog__body">{content}</div>
                <div class="dialog__actions">{button("button", text::CLOSE, move || self.close())}</div>
            </dialog>
        }
        .into_any()
    }
}
