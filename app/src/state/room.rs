//! One room as the page shows it.

use std::sync::Arc;

use hubbub_client::Client;
use hubbub_protocol::{Presence, RoomId, Seq, Target, Unread};
use leptos::prelude::untrack;

use super::{
    facts::Quoted,
    row::{MessageRow, Row},
    timeline::{Divider, Reader, TimelineView},
    watched::Watched,
};
use crate::ports::RoomData;

/// The signals of one room. They live as long as the chat does, whatever component asked for them first.
#[derive(Clone, Default)]
pub(crate) struct RoomSignals {
    pub(crate) rows: Watched<Arc<[Row]>>,
    pub(crate) at_start: Watched<bool>,
    pub(crate) loading_older: Watched<bool>,
    pub(crate) draft: Watched<String>,
    /// What the next message answers.
    pub(crate) reply_to: Watched<Option<Quoted>>,
    /// The message whose text is being changed, and the text by now.
    pub(crate) edit: Watched<Option<(Target, String)>>,
    /// The message that the list should show.
    pub(crate) sought: Watched<Option<Seq>>,
    /// What is pinned, the newest pin last.
    pub(crate) pins: Watched<Vec<Target>>,
    pub(crate) typing: Watched<Vec<String>>,
    pub(crate) presence: Watched<Presence>,
    pub(crate) unread: Watched<u64>,
}

/// One room.
#[derive(Default)]
pub(crate) struct RoomStore {
    pub(crate) signals: RoomSignals,
    pub(crate) view: TimelineView,
    /// What the room was opened with, without its entries.
    opened: Option<RoomData>,
    /// What was unread when the page was rendered; the client knows better once it is connected.
    first_unread: Option<Unread>,
    /// The person marked something here as unread, so seeing it again does not count until they come back.
    stays_unread: bool,
    /// The last entry that was said aloud, or that was there before.
    announced: Seq,
}

impl RoomStore {
    /// What was unread when the page was rendered.
    pub(crate) fn begin(&mut self, unread: Option<Unread>) {
        self.first_unread = unread;
    }

    /// From now on, what is seen here does not count as read.
    pub(crate) fn stay_unread(&mut self) {
        self.stays_unread = true;
    }

    /// Whether what is seen here counts as read.
    pub(crate) fn may_be_read(&self) -> bool {
        !self.stays_unread
    }

    /// The room is opened.
    pub(crate) fn open(&mut self, data: &RoomData) {
        if data.presence.count > 0 {
            self.meet(&data.presence);
        }
        self.stays_unread = false;
        self.announced = self.announced.max(data.page.head);
        let mut opened = data.clone();
        opened.page.entries.clear();
        self.opened = Some(opened);
    }

    /// Follows who is here. Whether anybody came to be known by it.
    fn meet(&mut self, presence: &Presence) -> bool {
        self.signals.presence.follow(presence.clone());
        let people = &mut self.view.people;
        let met = presence.accounts.iter().filter(|account| people.meet(account)).count();
        met > 0
    }

    /// What the room was opened with, without its entries.
    pub(crate) fn opened(&self) -> Option<&RoomData> {
        self.opened.as_ref()
    }

    /// Draws the line before what is unread.
    pub(crate) fn divide(&mut self, client: &Client, id: RoomId) {
        let count = self.unread(client, id);
        self.view.divide(client.read_marker(id).map(|after| Divider { after, count }));
    }

    /// How many messages are unread.
    fn unread(&self, client: &Client, id: RoomId) -> u64 {
        match (client.room(id), self.first_unread) {
            (Some(state), _) => state.unread(),
            (None, Some(unread)) if client.read_marker(id) < Some(unread.head) => unread.count,
            (None, _) => 0,
        }
    }

    /// Follows the count of unread messages.
    pub(crate) fn follow_unread(&self, client: &Client, id: RoomId) {
        self.signals.unread.follow(self.unread(client, id));
    }

    /// Follows who is here. Whether messages may name somebody who could not be named before.
    pub(crate) fn follow_presence(&mut self, client: &Client, id: RoomId) -> bool {
        client.room(id).is_some_and(|state| self.meet(state.presence()))
    }

    /// Follows who types.
    pub(crate) fn follow_typing(&self, client: &Client, id: RoomId) {
        let names = client.room(id).map(|state| state.typing().map(|account| account.name.clone()).collect());
        self.signals.typing.follow(names.unwrap_or_default());
    }

    /// The next message answers this one, or none.
    pub(crate) fn reply(&self, client: &Client, id: RoomId, reader: &Reader<'_>, target: Option<Target>) {
        let known = reader.known(&self.view.people);
        let quoted = target.map(|target| Quoted::from_timeline(target, client.timeline(id), &known));
        self.signals.reply_to.follow(quoted);
    }

    /// Follows the timeline. The others' messages that are new and were not there before go to `heard`.
    pub(crate) fn follow_timeline(&mut self, client: &Client, id: RoomId, reader: &Reader<'_>) -> Vec<Arc<MessageRow>> {
        let Some(timeline) = client.timeline(id) else { return Vec::new() };
        let items = timeline.items();
        // Who shows a room must not be run again because the clock was switched.
        let rows = untrack(|| self.view.rows(&items, Some(timeline), reader));
        let is_same = self.signals.rows.peek(|old| old.iter().map(|row| row.key).eq(rows.iter().map(|row| row.key)));
        if !is_same {
            self.signals.rows.set(rows.into());
        }
        self.signals.pins.follow(timeline.pins().to_vec());
        let replying_to = self.signals.reply_to.peek(|quoted| quoted.as_ref().map(|quoted| quoted.target));
        self.reply(client, id, reader, replying_to);
        self.signals.at_start.follow(timeline.at_start() && !self.view.is_folded());
        self.signals.loading_older.follow(timeline.loading());
        let mut heard = Vec::new();
        for item in &items {
            if let hubbub_client::Item::Entry { entry, .. } = item
                && entry.seq > self.announced
            {
                self.announced = entry.seq;
                heard.extend(self.view.message(item.key()).filter(|message| !message.mine));
            }
        }
        heard
    }
}
