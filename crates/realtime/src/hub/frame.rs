//! What many connections are told: encoded once, cloned by reference.

use std::sync::Arc;

use bytes::Bytes;
use hubbub_protocol::{Entry, Event, RoomId, Seq};

use crate::wire;

/// One event, or several of one room, as they are written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Frame {
    bytes: Bytes,
    /// Which log entries it carries, if any.
    entries: Option<Entries>,
    is_soft: bool,
}

/// Consecutive entries of one log.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Entries {
    room: RoomId,
    last: Seq,
    /// Where in the bytes each of them ends, but for the last.
    cuts: Arc<[usize]>,
}

/// Consecutive entries of one log on their way into one frame, in which they stand side by side.
#[derive(Debug)]
pub(crate) struct Stretch {
    room: RoomId,
    last: Seq,
    bytes: Vec<u8>,
    cuts: Vec<usize>,
}

impl Stretch {
    /// One entry.
    pub(crate) fn new(first: Entry) -> Self {
        let (room, last) = (first.room, first.seq);
        Self { room, last, bytes: encoded(first).into(), cuts: Vec::new() }
    }

    /// Whether an entry is the next one.
    pub(crate) fn is_followed_by(&self, entry: &Entry) -> bool {
        entry.room == self.room && entry.seq == self.last.next()
    }

    /// Adds the next one.
    pub(crate) fn add(&mut self, next: Entry) {
        self.last = next.seq;
        self.cuts.push(self.bytes.len());
        self.bytes.extend_from_slice(&encoded(next));
    }

    /// How many bytes they are so far.
    pub(crate) fn len(&self) -> usize {
        self.bytes.len()
    }
}

impl From<Stretch> for Frame {
    fn from(Stretch { room, last, bytes, cuts }: Stretch) -> Self {
        Self { bytes: bytes.into(), entries: Some(Entries { room, last, cuts: cuts.into() }), is_soft: false }
    }
}

fn encoded(entry: Entry) -> Bytes {
    wire::text(&Event::LogAppended(entry).into())
}

impl Frame {
    /// A frame that is delivered, or else the connection is closed.
    pub(crate) fn hard(event: Event) -> Self {
        Self { bytes: wire::text(&event.into()), entries: None, is_soft: false }
    }

    /// A frame that a slow reader may miss: presence, typing and what is only advice.
    pub(crate) fn soft(event: Event) -> Self {
        Self { is_soft: true, ..Self::hard(event) }
    }

    /// As it is written.
    pub(super) const fn bytes(&self) -> &Bytes {
        &self.bytes
    }

    /// How many bytes it is on the wire.
    pub(crate) fn len(&self) -> usize {
        self.bytes.len()
    }

    /// How many events it holds.
    pub(super) fn events(&self) -> usize {
        self.entries.as_ref().map_or(1, |entries| entries.cuts.len() + 1)
    }

    /// Whether it is shed before the queue of a slow reader is full.
    pub(super) const fn is_soft(&self) -> bool {
        self.is_soft
    }

    /// The last log entry it carries, if any.
    pub(super) fn position(&self) -> Option<(RoomId, Seq)> {
        self.entries.as_ref().map(|entries| (entries.room, entries.last))
    }

    /// What of it is beyond this place in its log.
    pub(super) fn beyond(&self, floor: Seq) -> Option<Self> {
        let Some(entries) = &self.entries else { return Some(self.clone()) };
        let left = entries.last.get().saturating_sub(floor.get());
        let covered = usize::try_from(left).ok().and_then(|left| self.events().checked_sub(left)).unwrap_or_default();
        if covered == 0 {
            return Some(self.clone());
        }
        let start = *entries.cuts.get(covered - 1)?;
        let cuts = entries.cuts[covered..].iter().map(|cut| cut - start).collect();
        Some(Self { bytes: self.bytes.slice(start..), entries: Some(Entries { cuts, ..entries.clone() }), ..*self })
    }
}

#[cfg(test)]
impl Frame {
    /// A frame of so many bytes of nonsense.
    pub(super) fn sized(bytes: usize, is_soft: bool) -> Self {
        Self { bytes: Bytes::from(vec![b'x'; bytes]), entries: None, is_soft }
    }

    /// The same one, which may be missed.
    pub(super) fn softened(self) -> Self {
        Self { is_soft: true, ..self }
    }
}

#[cfg(test)]
mod tests {
    use hubbub_protocol::Change;

    use super::*;

    fn entries(seqs: impl IntoIterator<Item = u64>) -> Frame {
        let room = RoomId::from_bytes([1; 16]);
        let entry = |seq| Entry { room, seq: Seq::new(seq), change: Change::Unknown };
        let mut entries = seqs.into_iter().map(entry);
        let mut stretch = Stretch::new(entries.next().expect("there are some"));
        for entry in entries {
            assert!(stretch.is_followed_by(&entry));
            stretch.add(entry);
        }
        stretch.into()
    }

    #[test]
    fn entries_that_go_together_are_what_they_are_alone() {
        let alone: Vec<u8> = [7, 8, 9].iter().flat_map(|seq| entries([*seq]).bytes.to_vec()).collect();
        let together = entries(7..=9);
        assert_eq!(together.bytes, alone);
        assert_eq!((together.events(), together.len()), (3, alone.len()));
        assert_eq!(together.position().expect("it has one").1, Seq::new(9));
    }

    #[test]
    fn what_is_beyond_a_place_begins_right_after_it() {
        let frame = entries(7..=9);
        for floor in 0..=6 {
            assert_eq!(frame.beyond(Seq::new(floor)), Some(frame.clone()));
        }
        assert_eq!(frame.beyond(Seq::new(7)), Some(entries(8..=9)));
        assert_eq!(frame.beyond(Seq::new(8)), Some(entries([9])));
        for floor in [9, 10, u64::MAX] {
            assert_eq!(frame.beyond(Seq::new(floor)), None);
        }
    }
}
