//! Where entries are missing. Gaps are read off the entries themselves, so they cannot disagree with them.

use std::collections::VecDeque;

use hubbub_protocol::{Gap, limits};

use super::kept::Kept;

/// Milliseconds in which entries that are known to exist may still arrive by themselves.
///
/// The acknowledgement of a message may overtake messages of others that were committed just before it.
pub(crate) const GRACE_MS: u64 = 300;

/// The largest gap that is filled without being asked for: one page.
pub(crate) const SMALL: u64 = limits::PAGE_MAX as u64;

/// How many entries a gap leaves out.
pub(crate) fn size(gap: Gap) -> u64 {
    gap.before.previous().since(gap.after)
}

/// The gaps between entries, newest first.
pub(crate) fn between(entries: &VecDeque<Kept>) -> impl Iterator<Item = Gap> {
    // Without gaps, which is nearly always, counting tells so and nothing is walked.
    let whole = match (entries.front(), entries.back()) {
        (Some(first), Some(last)) => last.seq().since(first.seq()) + 1 == entries.len() as u64,
        _ => true,
    };
    let pairs = if whole { 0 } else { entries.len() };
    (1..pairs).rev().filter_map(|at| {
        let gap = Gap { after: entries[at - 1].seq(), before: entries[at].seq() };
        (gap.after.next() != gap.before).then_some(gap)
    })
}

/// Whether two gaps leave out a common entry.
pub(crate) fn overlap(one: Gap, other: Gap) -> bool {
    one.after.next() < other.before && other.after.next() < one.before
}
