//! What the person just did to messages, shown before the server has answered.

use hubbub_protocol::{Account, Change, Entry, Nonce, Seq};

use super::held::Held;
use crate::{
    Deed,
    outbox::{Letter, Outbox},
};

/// Entries as they are shown instead of those that are held.
#[derive(Debug, Default)]
pub(crate) struct Overlay {
    shown: Vec<Entry>,
    /// Messages that must not be seen although they may be in the log: their sends were cancelled.
    hidden: Vec<Nonce>,
}

impl Overlay {
    /// What is shown for an entry that is held.
    pub(crate) fn over<'a>(&'a self, entry: &'a Entry) -> &'a Entry {
        self.shown.iter().find(|shown| shown.seq == entry.seq).unwrap_or(entry)
    }

    pub(crate) fn hides(&self, entry: &Entry) -> bool {
        let hidden = |nonce| self.hidden.contains(nonce);
        !self.hidden.is_empty() && super::held::message(entry).is_some_and(|message| hidden(&message.nonce))
    }
}

/// Works out what is shown over this room. What was refused is not: that is how it is taken back.
pub(crate) fn lay(held: &mut Held, outbox: &Outbox, me: Option<&Account>) {
    let mut overlay = Overlay::default();
    for letter in outbox.of(held.room()).filter(|letter| letter.refused.is_none()) {
        let deed = &letter.unsent.deed;
        if *deed == Deed::Cancel {
            overlay.hidden.push(letter.unsent.nonce);
        } else if let Some(by) = me.or_else(|| author(held, deed))
            && let Some(change) = change(deed, letter, by)
        {
            show(&mut overlay, held, change);
        }
    }
    held.overlay = overlay;
}

fn show(overlay: &mut Overlay, held: &Held, change: Change) {
    let Some(target) = change.target() else { return };
    if overlay.shown.iter().all(|shown| shown.seq != target.seq) {
        overlay.shown.extend(held.entry_at(target.seq).cloned());
    }
    let Some(entry) = overlay.shown.iter_mut().find(|shown| shown.seq == target.seq) else { return };
    let Change::MessageSent { message } = &mut entry.change else { return };
    if message.id == target.message {
        message.apply(target.seq, &Entry { room: entry.room, seq: Seq::ZERO, change });
    }
}

/// Only who wrote a message can edit or delete it, so that can be shown before the server has said who is here.
fn author<'a>(held: &'a Held, deed: &Deed) -> Option<&'a Account> {
    match deed {
        Deed::Edit { target, .. } | Deed::Delete { target } => {
            super::held::message(held.entry_at(target.seq)?).map(|message| &message.author)
        }
        _ => None,
    }
}

/// The change that the deed will become.
fn change(deed: &Deed, letter: &Letter, me: &Account) -> Option<Change> {
    let (at, by) = (letter.unsent.written_at, me.clone());
    Some(match deed.clone() {
        Deed::Edit { target, body } => Change::MessageEdited { target, body, revision: 1, at },
        Deed::Delete { target } => Change::MessageDeleted { target, by, at, root: None },
        Deed::React { target, emoji, on: true } => Change::ReactionAdded { target, emoji, by, at },
        Deed::React { target, emoji, on: false } => Change::ReactionRemoved { target, emoji, by, at },
        Deed::Pin { target, on: true } => Change::MessagePinned { target, by, at },
        Deed::Pin { target, on: false } => Change::MessageUnpinned { target, by, at },
        Deed::Send(_) | Deed::Cancel => return None,
    })
}
