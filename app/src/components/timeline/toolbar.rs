//! The buttons of a message. There is one set of them for the whole list: it goes to the row under the pointer or with
//! the focus, so that rows stay light. It stands in the gutter, where it covers and moves nothing.

use std::sync::Arc;

use hubbub_protocol::Room;
use leptos::{
    html,
    prelude::*,
    wasm_bindgen::JsCast,
    web_sys::{Element, EventTarget, HtmlElement},
};

use super::Scroll;
use crate::{
    components::{keyboard::Action, ui::Icon},
    later::Act,
    live::live,
    state::{Chat, MessageRow, use_chat},
    text,
};

/// The buttons, and where they are.
#[derive(Clone, Copy)]
pub(crate) struct Toolbar {
    chat: Chat,
    room: StoredValue<Room>,
    pub(crate) scroll: Scroll,
    bar: NodeRef<html::Div>,
    row: RwSignal<Option<Arc<MessageRow>>>,
}

impl Toolbar {
    pub(super) fn new(room: Room, scroll: Scroll) -> Self {
        let (room, row) = (StoredValue::new(room), RwSignal::new(None));
        Self { chat: use_chat(), room, scroll, bar: NodeRef::new(), row }
    }

    /// The pointer or the focus came to something in a row.
    pub(super) fn come(self, target: Option<EventTarget>) {
        let element = target.and_then(|target| target.dyn_into::<Element>().ok());
        let li = element.and_then(|element| element.closest(".message").ok().flatten());
        let (Some(li), Some(bar)) = (li, self.bar.get_untracked()) else { return };
        if bar.parent_element().as_ref() == Some(&li) {
            return;
        }
        let Some(row) = self.scroll.row_of(&li) else { return };
        // What has the focus loses it when it moves.
        if bar.contains(document().active_element().as_deref())
            && let Some(old) = bar.parent_element().and_then(|old| old.dyn_into::<HtmlElement>().ok())
        {
            // A browser may refuse the focus.
            let _ = old.focus();
        }
        self.row.set(Some(row));
        // A row can hold one child more.
        let _ = li.append_child(&bar);
    }

    /// The message in whose row the focus is; none where it is on something inside of the row, whose keys are its own.
    pub(crate) fn focused(self) -> Option<Arc<MessageRow>> {
        let li = document().active_element().filter(|element| element.class_list().contains("message"))?;
        self.scroll.row_of(&li)
    }

    /// Does this with a message, now or as soon as the page can. Whether it means something for it.
    pub(crate) fn act(self, row: Arc<MessageRow>, action: Action) -> bool {
        self.chat.act(Act::Message(self.room.get_value(), row, action))
    }

    /// A long press on a row opens its menu. Whether it did; links have one of the browser.
    pub(super) fn pressed_long(self, target: Option<EventTarget>) -> bool {
        let element = target.and_then(|target| target.dyn_into::<Element>().ok());
        let Some(element) = element.filter(|element| element.closest("a, textarea").is_ok_and(|it| it.is_none()))
        else {
            return false;
        };
        let li = element.closest(".message").ok().flatten().and_then(|li| li.dyn_into::<HtmlElement>().ok());
        let Some(row) = li.as_ref().and_then(|li| self.scroll.row_of(li)) else { return false };
        // A browser may refuse the focus.
        let _ = li.map(|li| li.focus());
        self.act(row, Action::Actions)
    }

    /// The buttons.
    pub(super) fn view(self) -> AnyView {
        let is_whole = move || {
            let row = self.row.get();
            row.is_some_and(|row| row.target().is_some() && row.facts(|facts| facts.deleted.is_none()))
        };
        let button = move |class: &'static str, icon, label, action, is_hidden: bool| {
            let press = move |_| {
                if let Some(row) = self.row.get_untracked() {
                    self.act(row, action);
                }
            };
            view! {
                <button
                    type="button"
                    class=class
                    aria-label=label
                    title=label
                    hidden=live(move || is_hidden && !is_whole())
                    on:click=press
                >
                    <Icon name=icon/>
                </button>
            }
        };
        view! {
            <div class="toolbar" role="group" aria-label=text::ACTIONS node_ref=self.bar>
                {button("toolbar__button toolbar__button--wide", "#smile-plus", text::REACT, Action::React, true)}
                {button("toolbar__button toolbar__button--wide", "#reply", text::REPLY, Action::Reply, true)}
                {button("toolbar__button", "#ellipsis", text::MORE_ACTIONS, Action::Actions, false)}
            </div>
        }
        .into_any()
    }
}
