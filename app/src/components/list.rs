//! Lists whose rows stay the same elements as long as they are there.

use hubbub_protocol::{AccountId, RoomId, Seq};
use leptos::prelude::*;

use crate::{live::Here, state::RowKey};

/// One row, whatever it shows: a list of one type serves all of them.
pub(crate) struct Item {
    key: ItemKey,
    view: Box<dyn FnOnce() -> AnyView + Send>,
}

/// What makes a row the same row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum ItemKey {
    Row(RowKey),
    Room(RoomId),
    Person(AccountId),
    Seq(Seq),
    Opened(u32),
}

impl Item {
    /// A row; its view is made only if the list does not show it already.
    pub(crate) fn new<V: IntoView + 'static>(key: ItemKey, view: impl FnOnce() -> V + Send + 'static) -> Self {
        Self { key, view: Box::new(move || view().into_any()) }
    }
}

/// The rows, in this order.
pub(crate) fn list(items: impl Fn() -> Vec<Item> + Send + 'static) -> AnyView {
    let here = Here::new();
    let items: Box<dyn Fn() -> Vec<Item> + Send> = Box::new(move || if here.is_gone() { Vec::new() } else { items() });
    let show: fn(Item) -> AnyView = |item| (item.view)();
    view! { <For each=items key=|item| item.key children=show/> }.into_any()
}
