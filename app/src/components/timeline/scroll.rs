//! Where the list stands: the one owner of its `scrollTop`.

mod rows;
mod walk;

use std::sync::Arc;

use hubbub_protocol::{RoomId, Seq};
use leptos::{
    ev::{self, FocusEvent},
    html,
    prelude::*,
    wasm_bindgen::JsCast,
    web_sys::{Element, HtmlOListElement},
};

use crate::{
    live::effect,
    ports::{Platform, platform},
    state::{Chat, MessageRow, Row, RowKey, RowKind, use_chat},
};
use rows::Visible;
pub(crate) use walk::next_message;

/// This near to the end, the list stays at its end.
const NEAR_END: i32 = 100;
/// This near to the oldest loaded row, older ones are fetched.
const NEAR_START: i32 = 300;

/// A row, and how far below the upper edge of the view it stood. By key and not by its element: elements belong to one
/// thread, and on the server a page is dropped by whichever thread comes by.
#[derive(Clone, Copy)]
struct Anchor {
    row: RowKey,
    offset: i32,
}

/// The position of the list. It stays at the end, or with the row that is at the upper edge, whatever changes.
#[derive(Clone, Copy)]
pub(crate) struct Scroll {
    /// Whether the newest row is in view, or nearly.
    pub(crate) at_end: RwSignal<bool>,
    pub(super) view: NodeRef<html::Div>,
    pub(super) list: NodeRef<html::Ol>,
    chat: Chat,
    room: RoomId,
    /// The newest entry when the end went out of view.
    left_at: RwSignal<Option<Seq>>,
    anchor: StoredValue<Option<Anchor>>,
    /// How high the rows and the view were when the position was last put right.
    heights: StoredValue<(i32, i32)>,
    /// Where the list stood when it was last moved, and whether that was downwards.
    top: StoredValue<i32>,
    goes_down: StoredValue<bool>,
    platform: StoredValue<Arc<dyn Platform>>,
}

impl Scroll {
    /// The position in the list of this room.
    pub(crate) fn new(room: RoomId) -> Self {
        let chat = use_chat();
        Self {
            at_end: RwSignal::new(true),
            view: NodeRef::new(),
            list: NodeRef::new(),
            chat,
            room,
            left_at: RwSignal::new(None),
            anchor: StoredValue::new(None),
            heights: StoredValue::new((0, 0)),
            top: StoredValue::new(0),
            goes_down: StoredValue::new(false),
            platform: StoredValue::new(platform()),
        }
    }

    /// Begins to watch what could move the list; in the browser only, because effects run there only.
    pub(super) fn watch(self) {
        let stop = StoredValue::new(None);
        effect(move || {
            if let (Some(view), Some(list)) = (self.view.get(), self.list.get()) {
                let watched = vec![view.unchecked_into(), list.unchecked_into()];
                let platform = self.platform.get_value();
                // The first size is a change, too. Asking for it here would make the browser lay out the page twice.
                stop.set_value(Some(platform.watch_size(watched, Callback::new(move |()| self.hold()))));
            }
        });
        effect(move || {
            if self.chat.sought(self.room).is_some() {
                self.show_sought();
            }
        });
        // What was loaded may hold no message, which changes no size.
        let mut was_loading = false;
        effect(move || {
            let is_loading = self.chat.loading_older(self.room);
            if std::mem::replace(&mut was_loading, is_loading) && !is_loading {
                self.look();
            }
        });
        let focus = window_event_listener(ev::focus, move |_| self.look());
        on_cleanup(move || {
            focus.remove();
            if let Some(Some(stop)) = stop.try_update_value(Option::take) {
                stop();
            }
        });
    }

    /// Goes to the newest row and stays there.
    pub(crate) fn to_end(self) {
        self.set_at_end(true);
        self.hold();
    }

    /// How many messages of others came while the end was out of view.
    pub(super) fn missed(self) -> u64 {
        let Some(left) = self.left_at.get() else { return 0 };
        self.rows().iter().rev().map_while(|row| came_after(row, left)).sum()
    }

    /// The person scrolled.
    pub(super) fn moved(self) {
        let Some(view) = self.view.get_untracked() else { return };
        let (rows, height) = (view.scroll_height(), view.client_height());
        let top = view.scroll_top();
        self.goes_down.set_value(top > self.top.get_value());
        self.top.set_value(top);
        // A browser also scrolls because something changed its size; nobody meant to leave the end then.
        if self.at_end.get_untracked() && self.heights.get_value() != (rows, height) {
            return self.hold();
        }
        let rest = rows - height - top;
        self.set_at_end(rest <= NEAR_END);
        self.look();
    }

    /// A row got the focus: it is the one that Tab leads to from now on.
    pub(super) fn focused(self, event: &FocusEvent) {
        let row = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        if let (Some(list), Some(row)) =
            (self.list.get_untracked(), row.and_then(|it| it.closest(".message").ok().flatten()))
        {
            walk::make_stop(&list, &row);
        }
    }

    /// The element of the list.
    pub(crate) fn list(self) -> Option<HtmlOListElement> {
        self.list.get_untracked()
    }

    /// Something has another size: keeps the end, or the row at the upper edge, where it was.
    fn hold(self) {
        let (Some(view), Some(list)) = (self.view.get_untracked(), self.list.get_untracked()) else { return };
        self.heights.set_value((view.scroll_height(), view.client_height()));
        self.show_sought();
        if self.at_end.get_untracked() {
            view.set_scroll_top(view.scroll_height());
        } else if let Some(Anchor { row, offset }) = self.anchor.get_value() {
            let index = untrack(|| self.rows()).iter().position(|it| it.key == row);
            let top = index.and_then(|index| rows::element(&list, index)).map(|row| row.offset_top() - offset);
            if let Some(top) = top.filter(|top| *top != view.scroll_top()) {
                view.set_scroll_top(top);
            }
        }
        self.look();
    }

    /// Looks at what is in view: remembers it, counts it as seen, and fetches what is missing there.
    fn look(self) {
        let (Some(view), Some(list)) = (self.view.get_untracked(), self.list.get_untracked()) else { return };
        walk::keep_stop(&list);
        let top = view.scroll_top();
        if top < NEAR_START && untrack(|| !self.chat.at_start(self.room) && !self.chat.loading_older(self.room)) {
            self.chat.load_older(self.room);
        }
        let Some(Visible { first, last, offset }) = rows::visible(&list, top, view.client_height()) else { return };
        let rows = untrack(|| self.rows());
        self.anchor.set_value(rows.get(first).map(|row| Anchor { row: row.key, offset }));
        for (index, row) in rows.iter().enumerate().take(last + 1).skip(first) {
            if let RowKind::Gap(gap) = row.kind {
                // Who reads on from what is before it wants that to go on.
                self.chat.fill_gap(self.room, gap, index > first && self.goes_down.get_value());
            }
        }
        let seen = rows.iter().take(last + 1).rev().find_map(seq);
        if let Some(seen) = seen
            && document().has_focus().unwrap_or(false)
        {
            self.chat.seen(self.room, seen);
        }
    }

    /// The message that this element shows.
    pub(super) fn row_of(self, li: &Element) -> Option<Arc<MessageRow>> {
        let index = rows::index(&self.list.get_untracked()?, li)?;
        match &untrack(|| self.rows()).get(index)?.kind {
            RowKind::Message(message) => Some(Arc::clone(message)),
            _ => None,
        }
    }

    /// Shows the message that is looked for in the middle of the view, once it is in the list.
    fn show_sought(self) {
        let Some(sought) = untrack(|| self.chat.sought(self.room)) else { return };
        let (Some(view), Some(list)) = (self.view.get_untracked(), self.list.get_untracked()) else { return };
        let index = untrack(|| self.rows()).iter().position(|row| seq(row) == Some(sought));
        let Some(row) = index.and_then(|index| rows::element(&list, index)) else { return };
        // The elements lag behind the rows for a moment.
        if row.get_attribute("data-seq") != Some(sought.to_string()) {
            return;
        }
        self.chat.found(self.room);
        let (height, size) = (view.client_height(), row.offset_height());
        view.set_scroll_top(row.offset_top() - ((height - size) / 2).max(0));
        walk::mark_found(&list, &row);
        self.heights.set_value((view.scroll_height(), height));
        self.set_at_end(view.scroll_height() - height - view.scroll_top() <= NEAR_END);
        self.look();
    }

    fn rows(self) -> Arc<[Row]> {
        self.chat.rows(self.room)
    }

    fn set_at_end(self, at_end: bool) {
        if self.at_end.get_untracked() != at_end {
            let newest = untrack(|| self.rows()).iter().rev().find_map(seq);
            self.left_at.set(newest.filter(|_| !at_end));
            self.at_end.set(at_end);
            self.chat.stand(self.room, at_end);
        }
    }
}

fn seq(row: &Row) -> Option<Seq> {
    if let RowKind::Message(message) = &row.kind { untrack(|| message.seq()) } else { None }
}

/// Counts a row that is newer than `left`; nothing when it is older, which ends the counting.
fn came_after(row: &Row, left: Seq) -> Option<u64> {
    let RowKind::Message(message) = &row.kind else { return Some(0) };
    let older = message.seq().is_some_and(|seq| seq <= left);
    (!older).then_some(u64::from(!message.mine))
}
