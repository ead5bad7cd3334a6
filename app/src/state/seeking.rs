//! Going to a message of a room, wherever in its history it is.

use hubbub_client::Input;
use hubbub_protocol::{Change, LogPage, LogQuery, RoomId, Seq, json, path};

use super::{Chat, Engine};
use crate::{ports::ApiError, text};

/// How many entries before a message are asked for with it.
const BEFORE: u64 = 25;
/// How many entries are asked for.
const AROUND: u32 = 50;

impl Chat {
    /// Shows this message in the middle of the list. What is not held is fetched first, with what is around it.
    pub fn seek(self, room: RoomId, seq: Seq) {
        self.engine().seek(room, seq);
    }

    /// The message that the list should show. Reactive.
    pub fn sought(self, room: RoomId) -> Option<Seq> {
        self.engine().signals(room).sought.get()
    }

    /// The list shows it.
    pub fn found(self, room: RoomId) {
        self.engine().signals(room).sought.follow(None);
    }
}

impl Engine {
    pub(super) fn seek(&self, room: RoomId, seq: Seq) {
        if self.reveal(room, seq) {
            return;
        }
        let (first, limit) = (Seq::new(seq.get().saturating_sub(BEFORE)), Some(AROUND));
        let query = LogQuery { after: Some(first), before: None, limit };
        let myself = self.myself.clone();
        let done = move |answer| {
            if let Some(engine) = myself.upgrade() {
                engine.sought_out(room, seq, answer);
            }
        };
        self.fetch(path::room_log(room, query), Box::new(done));
    }

    /// Asks the list to show a message that is held. Whether it is.
    fn reveal(&self, room: RoomId, seq: Seq) -> bool {
        let is_held = self.with(|core| {
            let is_held = core.client.timeline(room).is_some_and(|timeline| timeline.message(seq).is_some());
            if is_held {
                core.stand(room, false);
                core.unfold(room);
                core.follow_timeline();
            }
            is_held
        });
        if is_held {
            self.signals(room).sought.set(Some(seq));
        }
        is_held
    }

    /// What is around the message came, or not.
    fn sought_out(&self, room: RoomId, seq: Seq, answer: Result<String, ApiError>) {
        let page = answer.and_then(|text| json::read::<LogPage>(&text).map_err(|_| ApiError::Unavailable));
        match page {
            Ok(page) if is_there(&page, seq) => {
                self.act(Input::ShowRoom { page });
                self.reveal(room, seq);
            }
            Ok(_) | Err(ApiError::NotFound) => self.tell(text::NO_SUCH_MESSAGE.to_owned(), None),
            Err(_) => self.tell(text::MESSAGE_NOT_LOADED.to_owned(), None),
        }
    }

    /// The address named a message: goes there once its room is shown.
    pub(super) fn seek_wanted(&self) {
        let Some((slug, seq)) = self.visit.wanted() else { return };
        let room = self.with(|core| {
            let room = &core.current()?.opened()?.room;
            (room.slug == slug).then_some(room.id)
        });
        if let Some(room) = room {
            self.visit.want(None);
            self.seek(room, seq);
        }
    }
}

fn is_there(page: &LogPage, seq: Seq) -> bool {
    page.entries.iter().any(|entry| entry.seq == seq && matches!(entry.change, Change::MessageSent { .. }))
}
