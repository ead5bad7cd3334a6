//! What the page shows of one room.

use hubbub_protocol::Presence;
use leptos::prelude::*;

use super::row::Row;

/// The signals of one room. They live as long as the chat does, whatever component asked for them first.
#[derive(Clone, Default)]
pub(crate) struct RoomSignals {
    pub(crate) rows: ArcRwSignal<Vec<Row>>,
    pub(crate) at_start: ArcRwSignal<bool>,
    pub(crate) loading_older: ArcRwSignal<bool>,
    pub(crate) draft: ArcRwSignal<String>,
    pub(crate) typing: ArcRwSignal<Vec<String>>,
    pub(crate) presence: ArcRwSignal<Presence>,
    pub(crate) unread: ArcRwSignal<u64>,
}
