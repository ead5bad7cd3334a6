//! The outbox: what was done and has no answer yet. A deed leaves it only by an answer or by the person's wish.

mod unsent;

use hubbub_protocol::{Nonce, Refusal, RoomId, Seq};

use crate::{
    Deed, Moment,
    moment::earlier,
    session::backoff::{Backoff, Jitter},
};

pub use unsent::Unsent;

/// Every deed without an answer, in the order done.
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
    /// Until then the person can take it back; it is not even on disk.
    undo_until: Option<Moment>,
    /// It is done, and seen by whoever holds the log up to here. Until that is here it is shown as before.
    answered: Option<Seq>,
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
    /// Takes a new deed and gives it its place; `None` when this one was taken before.
    pub(crate) fn add(&mut self, mut unsent: Unsent) -> Option<&mut Letter> {
        if self.find(unsent.nonce).is_some() {
            return None;
        }
        // The clock only spaces the numbers out, so that two tabs seldom meet; within a tab they always grow.
        let clock = u64::try_from(unsent.written_at.as_millis()).unwrap_or(0);
        unsent.order = self.letters.last().map_or(clock, |last| clock.max(last.unsent.order + 1));
        self.letters.push(Letter::new(unsent, Disk::Asked));
        self.letters.last_mut()
    }

    /// Takes out what this deed makes pointless.
    pub(crate) fn take_replaced(&mut self, room: RoomId, by: &Deed) -> Vec<Nonce> {
        let replaced = |letter: &&Letter| letter.unsent.room == room && letter.unsent.deed.is_replaced_by(by);
        let nonces: Vec<_> = self.letters.iter().filter(replaced).map(|letter| letter.unsent.nonce).collect();
        self.letters.retain(|letter| !nonces.contains(&letter.unsent.nonce));
        nonces
    }

    /// Turns a send that may or may not have arrived into its cancellation, in the same place.
    pub(crate) fn cancel(&mut self, nonce: Nonce) -> Option<&Unsent> {
        let letter = self.find_mut(nonce).filter(|letter| letter.unsent.is_message())?;
        letter.unsent.body = String::new();
        letter.unsent.deed = Deed::Cancel;
        let unsent = letter.unsent.clone();
        *letter = Letter::new(unsent, Disk::Asked);
        Some(&letter.unsent)
    }

    /// The time for taking back is over for these: all of them if `at_once`, else those whose time has come.
    pub(crate) fn seal(&mut self, now: Moment, at_once: bool) -> Vec<Unsent> {
        let mut sealed = Vec::new();
        for letter in &mut self.letters {
            if letter.undo_until.take_if(|until| at_once || *until <= now).is_some() {
                sealed.push(letter.unsent.clone());
            }
        }
        sealed
    }

    /// Drops what is done and seen.
    pub(crate) fn drop_seen(&mut self, is_seen: impl Fn(RoomId, Seq) -> bool) -> Vec<RoomId> {
        let mut rooms = Vec::new();
        self.letters.retain(|letter| {
            let seen = letter.answered.is_some_and(|seq| is_seen(letter.unsent.room, seq));
            if seen {
                rooms.push(letter.unsent.room);
            }
            !seen
        });
        rooms
    }

    /// Takes a message from disk, unless it is known.
    pub(crate) fn load(&mut self, unsent: Unsent) {
        if self.find(unsent.nonce).is_none() {
            let place = |letter: &Letter| (letter.unsent.order, letter.unsent.nonce) < (unsent.order, unsent.nonce);
            let at = self.letters.partition_point(place);
            self.letters.insert(at, Letter::new(unsent, Disk::Kept));
        }
    }

    /// Drops refused deeds that are no longer on disk: they were thrown away in another tab.
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
        // What can still be taken back is about a message that is there; nothing has to wait for it.
        let counts =
            |letter: &&mut Letter| letter.refused.is_none() && letter.undo_until.is_none() && !letter.is_answered();
        self.letters.iter_mut().filter(counts).find(|letter| {
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
        let deadline = |letter: &Letter| earlier(letter.not_before, letter.undo_until);
        self.letters.iter().fold(None, |first, letter| earlier(first, deadline(letter)))
    }

    pub(crate) fn of(&self, room: RoomId) -> impl Iterator<Item = &Letter> {
        self.letters.iter().filter(move |letter| letter.unsent.room == room)
    }

    /// How many wait for an answer.
    pub(crate) fn waiting(&self) -> usize {
        self.letters.iter().filter(|letter| letter.refused.is_none() && !letter.is_answered()).count()
    }
}

impl Letter {
    fn new(unsent: Unsent, disk: Disk) -> Self {
        let backoff = Backoff::default();
        Self { unsent, refused: None, disk, asked: None, not_before: None, undo_until: None, answered: None, backoff }
    }

    /// It can be taken back until then, and is not sent before.
    pub(crate) fn can_be_undone_until(&mut self, moment: Moment) {
        self.undo_until = Some(moment);
    }

    pub(crate) fn can_be_undone(&self) -> bool {
        self.undo_until.is_some()
    }

    /// The server has carried it out.
    pub(crate) fn answer(&mut self, seq: Seq) {
        self.answered = Some(seq);
    }

    pub(crate) fn is_answered(&self) -> bool {
        self.answered.is_some()
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
