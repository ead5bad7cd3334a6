//! The outbox: what was written and has no answer yet. A message leaves it only by an answer or by the person's wish.

use hubbub_protocol::{Nonce, Refusal, RoomId, Timestamp};
use serde::{Deserialize, Serialize};

use crate::{
    Moment,
    moment::earlier,
    session::backoff::{Backoff, Jitter},
};

/// A message without an answer, as it stands on disk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unsent {
    /// Where to say it.
    pub room: RoomId,
    /// What the server recognises it by, however often it is sent.
    pub nonce: Nonce,
    /// What to say.
    pub body: String,
    /// Wall-clock time of writing, for showing.
    pub written_at: Timestamp,
    /// Its place among the messages of this outbox.
    pub order: u64,
}

/// Every unsent message, in the order written.
#[derive(Debug, Default)]
pub(crate) struct Outbox {
    letters: Vec<Letter>,
}

#[derive(Debug)]
pub(crate) struct Letter {
    pub(crate) unsent: Unsent,
    pub(crate) refused: Option<Refusal>,
    disk: Disk,
    /// The command that last carried it. It is under way only if it is newer than the `hello` of the connection.
    asked: Option<u32>,
    not_before: Option<Moment>,
    backoff: Backoff,
}

/// Whether a letter is on disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Disk {
    /// Not yet, so it may not be sent.
    Asked,
    Kept,
    /// The disk would not take it; memory is all there is.
    Failed,
}

impl Outbox {
    /// Takes a new message; `None` when this one was taken before.
    pub(crate) fn compose(&mut self, room: RoomId, nonce: Nonce, body: String, at: Timestamp) -> Option<&Unsent> {
        if self.find(nonce).is_some() {
            return None;
        }
        // The clock only spaces the numbers out, so that two tabs seldom meet; within a tab they always grow.
        let clock = u64::try_from(at.as_millis()).unwrap_or(0);
        let order = self.letters.last().map_or(clock, |last| clock.max(last.unsent.order + 1));
        self.letters.push(Letter::new(Unsent { room, nonce, body, written_at: at, order }, Disk::Asked));
        self.letters.last().map(|letter| &letter.unsent)
    }

    /// Takes a message from disk, unless it is known.
    pub(crate) fn load(&mut self, unsent: Unsent) {
        if self.find(unsent.nonce).is_none() {
            let place = |letter: &Letter| (letter.unsent.order, letter.unsent.nonce) < (unsent.order, unsent.nonce);
            let at = self.letters.partition_point(place);
            self.letters.insert(at, Letter::new(unsent, Disk::Kept));
        }
    }

    /// Drops refused messages that are no longer on disk: they were thrown away in another tab.
    ///
    /// Others stay. The list may have been read before they were saved, and nothing may be lost by a race.
    pub(crate) fn drop_discarded(&mut self, on_disk: &[Unsent]) {
        self.letters.retain(|letter| {
            let discarded = letter.refused.is_some() && letter.disk == Disk::Kept;
            !discarded || on_disk.iter().any(|unsent| unsent.nonce == letter.unsent.nonce)
        });
    }

    pub(crate) fn stored(&mut self, nonce: Nonce, disk: Disk) {
        if let Some(letter) = self.find_mut(nonce) {
            letter.disk = disk;
        }
    }

    /// Takes a message out.
    pub(crate) fn remove(&mut self, nonce: Nonce) -> Option<Letter> {
        let at = self.letters.iter().position(|letter| letter.unsent.nonce == nonce)?;
        Some(self.letters.remove(at))
    }

    pub(crate) fn find(&self, nonce: Nonce) -> Option<&Letter> {
        self.letters.iter().find(|letter| letter.unsent.nonce == nonce)
    }

    pub(crate) fn find_mut(&mut self, nonce: Nonce) -> Option<&mut Letter> {
        self.letters.iter_mut().find(|letter| letter.unsent.nonce == nonce)
    }

    /// The letter that this command carried.
    pub(crate) fn asked_by(&mut self, command: u32) -> Option<&mut Letter> {
        self.letters.iter_mut().find(|letter| letter.asked == Some(command))
    }

    /// The next letter to send over the connection that began with `hello`.
    ///
    /// Each room has at most one under way, and a letter that cannot go yet holds back those behind it.
    pub(crate) fn due(&mut self, hello: u32) -> Option<&mut Letter> {
        let mut busy = Vec::new();
        self.letters.iter_mut().filter(|letter| letter.refused.is_none()).find(|letter| {
            let first = !busy.contains(&letter.unsent.room);
            busy.push(letter.unsent.room);
            first && letter.is_ready(hello)
        })
    }

    /// Forgets the waits that are over.
    pub(crate) fn advance(&mut self, now: Moment) {
        for letter in &mut self.letters {
            letter.not_before = letter.not_before.filter(|moment| *moment > now);
        }
    }

    pub(crate) fn deadline(&self) -> Option<Moment> {
        self.letters.iter().fold(None, |first, letter| earlier(first, letter.not_before))
    }

    pub(crate) fn of(&self, room: RoomId) -> impl Iterator<Item = &Letter> {
        self.letters.iter().filter(move |letter| letter.unsent.room == room)
    }

    /// How many wait for an answer.
    pub(crate) fn waiting(&self) -> usize {
        self.letters.iter().filter(|letter| letter.refused.is_none()).count()
    }
}

impl Letter {
    fn new(unsent: Unsent, disk: Disk) -> Self {
        Self { unsent, refused: None, disk, asked: None, not_before: None, backoff: Backoff::default() }
    }

    pub(crate) fn sent(&mut self, command: u32) {
        self.asked = Some(command);
    }

    /// The server did not take it, but may later.
    pub(crate) fn postpone(&mut self, now: Moment, retry_after_ms: Option<u32>, jitter: &mut Jitter) {
        let backoff = self.backoff.fail(jitter);
        self.asked = None;
        self.not_before = Some(now.plus(retry_after_ms.map_or(backoff, u64::from)));
    }

    /// The server will not take it as it is.
    pub(crate) fn refuse(&mut self, refusal: Refusal) {
        self.asked = None;
        self.refused = Some(refusal);
    }

    /// The person wants it tried once more.
    pub(crate) fn retry(&mut self) {
        self.refused = None;
        self.backoff.reset();
    }

    fn is_ready(&self, hello: u32) -> bool {
        let under_way = self.asked.is_some_and(|command| command > hello);
        self.disk != Disk::Asked && !under_way && self.not_before.is_none()
    }
}
