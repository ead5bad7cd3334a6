//! One entry that is held, and what later entries make of its message.

use std::collections::VecDeque;

use hubbub_protocol::{Change, Entry, Message, Seq};

/// An entry. A message in it stands as all entries that are held leave it.
#[derive(Debug)]
pub(crate) struct Kept {
    pub(crate) entry: Entry,
    /// The server gave the message as it stood when the log reached to here: entries up to here are in it already.
    as_of: Seq,
    /// The message as the server gave it, where entries that came later are folded over it.
    base: Option<Box<Message>>,
}

impl Kept {
    /// An entry as the server gave it when its log reached to `head`.
    pub(crate) fn new(entry: Entry, head: Seq) -> Self {
        let as_of = head.max(entry.seq);
        Self { entry, as_of, base: None }
    }

    /// An entry that was made here because its place is known. Whatever the server says of it is newer.
    pub(crate) fn made_here(entry: Entry) -> Self {
        let as_of = entry.seq.previous();
        Self { entry, as_of, base: None }
    }

    pub(crate) fn seq(&self) -> Seq {
        self.entry.seq
    }

    /// Whether the server has not given it yet.
    pub(crate) fn is_made_here(&self) -> bool {
        self.as_of < self.entry.seq
    }

    /// Whether its message was given before the log reached to `head`.
    pub(crate) fn is_older_than(&self, head: Seq) -> bool {
        self.as_of < head && super::held::message(&self.entry).is_some()
    }

    /// Takes over the same entry if it is of a later time.
    pub(crate) fn renew(&mut self, other: Self) -> bool {
        let newer = other.as_of > self.as_of;
        if newer {
            *self = other;
        }
        newer
    }
}

/// Folds all later entries over the message at this index, in the order of the log. Whatever order they came in, the
/// result is the same, and once everything is here it is what the server has.
pub(crate) fn fold(entries: &mut VecDeque<Kept>, at: usize) {
    let (seq, as_of) = (entries[at].seq(), entries[at].as_of);
    let later = entries.partition_point(|kept| kept.seq() <= as_of);
    if later == entries.len() {
        return;
    }
    let Kept { entry: Entry { change: Change::MessageSent { message }, .. }, base, .. } = &mut entries[at] else {
        return;
    };
    let mut folded = *base.get_or_insert_with(|| Box::new(message.clone())).clone();
    for kept in entries.range(later..) {
        folded.apply(seq, &kept.entry);
    }
    let kept = &mut entries[at];
    if let Some(base) = &mut kept.base {
        // Of a deleted text nothing is kept, not even here.
        if let Some(deleted) = &folded.deleted {
            base.delete(deleted.clone());
        } else if folded.reply_to.as_ref().is_some_and(|quote| quote.deleted) {
            base.reply_to.clone_from(&folded.reply_to);
        }
    }
    if let Change::MessageSent { message } = &mut kept.entry.change {
        *message = folded;
    }
}

/// The indices of the messages that an entry may have changed.
pub(crate) fn affected(entries: &VecDeque<Kept>, change: &Change) -> Vec<usize> {
    let mut indices = Vec::new();
    let mut add = |seq: Seq| indices.extend(entries.binary_search_by_key(&seq, |kept| kept.entry.seq));
    if let Change::MessageSent { message } = change
        && let Some(thread) = &message.thread
    {
        add(thread.root.seq);
    }
    let Some(target) = change.target() else { return indices };
    add(target.seq);
    if let Change::MessageDeleted { root: Some(root), .. } = change {
        add(root.seq);
    }
    if matches!(change, Change::MessageEdited { .. } | Change::MessageDeleted { .. }) {
        let answers = |kept: &Kept| {
            let message = super::held::message(&kept.entry)?;
            Some(message.reply_to.as_ref()?.target.seq == target.seq)
        };
        indices.extend((0..entries.len()).filter(|at| answers(&entries[*at]) == Some(true)));
    }
    indices
}

/// Takes the texts that edits gave to a deleted message out of what is held, whether the deletion or the edit just came
/// to this index.
pub(crate) fn forget_texts(entries: &mut VecDeque<Kept>, at: usize) {
    match entries[at].entry.change {
        Change::MessageDeleted { target, .. } => {
            for kept in entries {
                forget_text(kept, target.seq);
            }
        }
        Change::MessageEdited { target, .. } => {
            let is_deletion = |kept: &Kept| match &kept.entry.change {
                Change::MessageDeleted { target: deleted, .. } => deleted.seq == target.seq,
                _ => false,
            };
            if entries.range(at..).any(is_deletion) {
                forget_text(&mut entries[at], target.seq);
            }
        }
        _ => {}
    }
}

fn forget_text(kept: &mut Kept, deleted: Seq) {
    if let Change::MessageEdited { target, body, .. } = &mut kept.entry.change
        && target.seq == deleted
    {
        *body = String::new();
    }
}
