//! Read position and unread count. Nothing is counted up or down: the count is what lies behind the position.

use hubbub_protocol::Seq;

#[derive(Debug, Clone)]
pub(super) struct Reading {
    read: Seq,
    /// No position was on disk when the room was first seen, so `read` is only where its log stood then.
    guessed: bool,
    /// What the person wrote behind `read`, in order; nobody is told of their own words.
    own: Vec<Seq>,
}

impl Reading {
    pub(super) fn new(known: Option<Seq>, head: Seq) -> Self {
        Self { read: known.unwrap_or(head).min(head), guessed: known.is_none(), own: Vec::new() }
    }

    pub(super) fn read(&self) -> Seq {
        self.read
    }

    pub(super) fn unread(&self, head: Seq) -> u64 {
        head.since(self.read).saturating_sub(self.own.len() as u64)
    }

    /// Moves the position forward, never back; whether it moved.
    pub(super) fn advance(&mut self, seq: Seq) -> bool {
        let moved = seq > self.read;
        if moved {
            self.read = seq;
            self.guessed = false;
            self.pass_own();
        }
        moved
    }

    /// Takes over a position from disk, which is better than a guess even when it is further back.
    pub(super) fn load(&mut self, seq: Seq) {
        if self.guessed && seq < self.read {
            self.read = seq;
        }
        self.guessed = false;
        self.advance(seq);
    }

    /// The log was rebuilt and is shorter now; whether the position moved.
    pub(super) fn clamp(&mut self, head: Seq) -> bool {
        self.own.retain(|seq| *seq <= head);
        let beyond = self.read > head;
        self.read = self.read.min(head);
        beyond
    }

    /// The person wrote the entry at `seq`; whether the position moved over it.
    pub(super) fn note_own(&mut self, seq: Seq) -> bool {
        if seq <= self.read {
            return false;
        }
        if let Err(at) = self.own.binary_search(&seq) {
            self.own.insert(at, seq);
        }
        let before = self.read;
        self.pass_own();
        self.read > before
    }

    fn pass_own(&mut self) {
        self.own.retain(|seq| *seq > self.read);
        let mut passed = 0;
        while self.own.get(passed) == Some(&self.read.next()) {
            self.read = self.read.next();
            passed += 1;
        }
        self.own.drain(..passed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seq(number: u64) -> Seq {
        Seq::new(number)
    }

    #[test]
    fn what_was_there_at_first_sight_is_not_news() {
        let reading = Reading::new(None, seq(40));
        assert_eq!((reading.unread(seq(40)), reading.unread(seq(42))), (0, 2));
    }

    #[test]
    fn a_position_from_disk_beats_a_guess() {
        let mut reading = Reading::new(None, seq(40));
        reading.load(seq(30));
        assert_eq!(reading.unread(seq(40)), 10);
        reading.load(seq(20));
        assert_eq!(reading.unread(seq(40)), 10, "but what was read stays read");
    }

    #[test]
    fn the_count_equals_a_recount_whatever_the_order() {
        // Ada wrote 3, 4 and 7 herself and has read up to 2, then 5, then 6.
        let recount = |read: u64, head: u64| (read + 1..=head).filter(|at| ![3, 4, 7].contains(at)).count() as u64;
        for own in [[3, 4, 7], [7, 4, 3], [4, 7, 3]] {
            let mut reading = Reading::new(Some(seq(2)), seq(9));
            for at in own {
                reading.note_own(seq(at));
            }
            assert_eq!(reading.unread(seq(9)), recount(2, 9));
            reading.advance(seq(5));
            assert_eq!(reading.unread(seq(9)), recount(5, 9));
            reading.advance(seq(4));
            assert_eq!(reading.unread(seq(9)), recount(5, 9), "reading does not go back");
            reading.advance(seq(6));
            assert_eq!((reading.read(), reading.unread(seq(9))), (seq(7), 2));
        }
    }

    #[test]
    fn a_shorter_log_takes_the_position_along() {
        let mut reading = Reading::new(Some(seq(40)), seq(40));
        assert!(reading.clamp(seq(12)));
        assert_eq!((reading.read(), reading.unread(seq(13))), (seq(12), 1));
    }
}
