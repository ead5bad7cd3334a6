//! How much is unread: what the server counted, and what came since.

use hubbub_protocol::{AccountId, Entry, Seq, Unread};

use crate::timeline::held::message;

#[derive(Debug, Clone, Default)]
pub(crate) struct Reading {
    /// The read marker; none before the room was ever read.
    read: Option<Seq>,
    /// How many messages up to `base_end` the server counted as unread.
    base: u64,
    base_end: Seq,
    /// The unread messages after that.
    later: Vec<Seq>,
    /// Every entry up to here has been taken into account.
    counted: Seq,
    /// Something happened of which it cannot be told whether it changes the count.
    stale: bool,
    /// The command that asks the server to count.
    asked: Option<u32>,
}

impl Reading {
    /// What the server said when the room's log reached to `head`; without a count it has no marker.
    pub(crate) fn new(head: Seq, unread: Option<Unread>) -> Self {
        match unread {
            Some(Unread { after, head, count }) => {
                Self { read: Some(after), base: count, base_end: head, counted: head, ..Self::default() }
            }
            None => Self { base_end: head, counted: head, ..Self::default() },
        }
    }

    pub(crate) fn read(&self) -> Seq {
        self.read.unwrap_or_default()
    }

    pub(crate) fn counted(&self) -> Seq {
        self.counted
    }

    pub(crate) fn count(&self) -> u64 {
        if self.read.is_some() { self.base + self.later.len() as u64 } else { 0 }
    }

    /// Takes an entry into account, unless it was. Whether the count changed.
    pub(crate) fn note(&mut self, entry: &Entry, me: AccountId) -> bool {
        if entry.seq <= self.counted {
            return false;
        }
        self.stale |= entry.seq > self.counted.next();
        self.counted = entry.seq;
        let read = self.read();
        if message(entry).is_some_and(|message| message.is_news_to(me)) && entry.seq > read {
            self.later.push(entry.seq);
            return true;
        }
        if let hubbub_protocol::Change::MessageDeleted { target, .. } = entry.change
            && target.seq > read
        {
            if let Ok(at) = self.later.binary_search(&target.seq) {
                self.later.remove(at);
            }
            // It may be among those that were only counted, or are being counted right now.
            self.stale |= self.asked.is_some() || (target.seq <= self.base_end && self.base > 0);
            return true;
        }
        false
    }

    /// The log is known to reach to `head`, and everything up to there should be here.
    pub(crate) fn should_reach(&mut self, head: Seq) {
        if head > self.counted {
            (self.counted, self.stale) = (head, true);
        }
    }

    /// The marker is here now.
    pub(crate) fn move_to(&mut self, read: Seq) {
        let before = self.read.replace(read);
        if before == Some(read) {
            return;
        }
        self.later.retain(|seq| *seq > read);
        let back = before.is_some_and(|before| read < before);
        if !back && read >= self.base_end {
            (self.base, self.base_end) = (0, read.max(self.base_end));
            self.stale |= self.asked.is_some();
        } else {
            self.stale = true;
        }
    }

    /// These are the unread ones, up to what was taken into account.
    pub(crate) fn recount(&mut self, news: Vec<Seq>) {
        (self.base, self.base_end, self.later) = (0, self.read(), news);
        (self.stale, self.asked) = (false, None);
    }

    pub(crate) fn is_stale(&self) -> bool {
        self.stale
    }

    /// Whether nothing is to be counted anew.
    pub(crate) fn is_certain(&self) -> bool {
        !self.stale && self.asked.is_none()
    }

    pub(crate) fn must_ask(&self) -> bool {
        self.stale && self.asked.is_none() && self.read.is_some()
    }

    /// This command asks the server. What becomes uncertain from now on is asked again.
    pub(crate) fn ask(&mut self, command: u32) {
        (self.stale, self.asked) = (false, Some(command));
    }

    pub(crate) fn is_asked_by(&self, command: u32) -> bool {
        self.asked == Some(command)
    }

    /// The server could not answer.
    pub(crate) fn give_up(&mut self, try_again: bool) {
        (self.stale, self.asked) = (try_again, None);
    }

    /// The answer is here. Whether it is about what was asked.
    pub(crate) fn answer(&mut self, command: u32, Unread { after, head, count }: Unread) -> bool {
        let expected = self.is_asked_by(command);
        if expected {
            self.asked = None;
            if self.read == Some(after) {
                (self.base, self.base_end) = (count, head);
                self.later.retain(|seq| *seq > head);
                self.counted = self.counted.max(head);
            } else {
                self.stale = true;
            }
        }
        expected
    }
}
