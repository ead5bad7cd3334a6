//! Putting entries where they belong. The same entry may come any number of times and in any order.

use std::collections::VecDeque;

use hubbub_protocol::Seq;

use super::kept::{self, Kept};

/// What came of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Merged {
    /// It was not here.
    New,
    /// It was here, as it stood at an earlier time.
    Renewed,
    /// It was here.
    Known,
}

/// Adds an entry in its place, and lets it and the others take their effects.
pub(super) fn insert(entries: &mut VecDeque<Kept>, kept: Kept) -> Merged {
    let seq = kept.seq();
    // A new entry nearly always follows the last one.
    let found = match entries.back() {
        Some(last) if last.seq() >= seq => entries.binary_search_by_key(&seq, Kept::seq),
        _ => Err(entries.len()),
    };
    match found {
        Ok(at) => {
            let renewed = entries[at].renew(kept);
            if renewed {
                take_effect(entries, at);
            }
            if renewed { Merged::Renewed } else { Merged::Known }
        }
        Err(at) => {
            entries.insert(at, kept);
            take_effect(entries, at);
            Merged::New
        }
    }
}

/// An entry came to this index: what is later changes it, and it changes what is earlier.
fn take_effect(entries: &mut VecDeque<Kept>, at: usize) {
    if at + 1 < entries.len() {
        kept::fold(entries, at);
    }
    for changed in kept::affected(entries, &entries[at].entry.change) {
        kept::fold(entries, changed);
    }
    kept::forget_texts(entries, at);
}

/// Moves entries that were waiting in front of a hole to the others, as far as the hole has closed.
pub(super) fn absorb(entries: &mut VecDeque<Kept>, ahead: &mut VecDeque<Kept>) {
    while let Some(kept) = ahead.pop_front() {
        let last = entries.back().map_or(Seq::ZERO, Kept::seq);
        if last.next() < kept.seq() {
            ahead.push_front(kept);
            return;
        }
        insert(entries, kept);
    }
}
