//! Putting entries where they belong. The same entry may come any number of times and in any order.

use std::collections::VecDeque;

use hubbub_protocol::{Entry, Seq};

/// Adds an entry in its place; false when it was there.
pub(super) fn insert(entries: &mut VecDeque<Entry>, entry: Entry) -> bool {
    // A new entry nearly always follows the last one.
    if entries.back().is_none_or(|last| last.seq < entry.seq) {
        entries.push_back(entry);
        return true;
    }
    match entries.binary_search_by_key(&entry.seq, |held| held.seq) {
        Ok(_) => false,
        Err(at) => {
            entries.insert(at, entry);
            true
        }
    }
}

/// Moves entries that were waiting in front of a hole to the others, as far as the hole has closed.
pub(super) fn absorb(entries: &mut VecDeque<Entry>, ahead: &mut VecDeque<Entry>) {
    while let Some(entry) = ahead.pop_front() {
        let last = entries.back().map_or(Seq::ZERO, |last| last.seq);
        if last.next() < entry.seq {
            ahead.push_front(entry);
            return;
        }
        insert(entries, entry);
    }
}
