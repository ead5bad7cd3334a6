//! What the person does to messages: shown at once, sent in its turn, taken back when it is refused.

use hubbub_protocol::{Changed, Nonce, Refusal};

use super::Client;
use crate::{Change, Deed, Effect, Moment, Unsent, timeline::overlay};

/// Milliseconds in which a deletion can be taken back. It is not sent before.
const UNDO_MS: u64 = 5_000;

impl Client {
    pub(super) fn act(&mut self, now: Moment, unsent: Unsent) {
        let (room, deed) = (unsent.room, unsent.deed.clone());
        if deed.target().is_none() {
            return;
        }
        for replaced in self.outbox.take_replaced(room, &deed) {
            self.out.effect(Effect::Forget(replaced));
        }
        let Some(letter) = self.outbox.add(unsent) else { return };
        if matches!(deed, Deed::Delete { .. }) {
            letter.can_be_undone_until(now.plus(UNDO_MS));
        } else {
            self.out.effect(Effect::Save(letter.unsent.clone()));
        }
        self.out.changed(Change::Timeline(room));
    }

    /// Only before it is sealed: from then on it may be done already, and deleting is final.
    pub(super) fn undo(&mut self, nonce: Nonce) {
        if self.can_undo(nonce) {
            self.take_out(nonce);
        }
    }

    /// The send stays in its place in the outbox, as its cancellation: nothing tells whether it has arrived.
    pub(super) fn cancel(&mut self, nonce: Nonce) {
        if let Some(unsent) = self.outbox.cancel(nonce) {
            self.out.changed(Change::Timeline(unsent.room));
            self.out.effect(Effect::Save(unsent.clone()));
        }
    }

    /// What cannot be taken back any more goes to the disk, and from there on its way.
    pub(super) fn seal(&mut self, now: Moment, at_once: bool) {
        for unsent in self.outbox.seal(now, at_once) {
            self.out.changed(Change::Timeline(unsent.room));
            self.out.effect(Effect::Save(unsent));
        }
    }

    /// A deed is done. It is shown as before until its entry is here, so that nothing flickers.
    pub(super) fn changed(&mut self, now: Moment, command: u32, changed: Changed) {
        let Some(letter) = self.outbox.asked_by(command) else { return };
        letter.answer(changed.seq);
        let nonce = letter.unsent.nonce;
        self.out.effect(Effect::Forget(nonce));
        self.out.changed(Change::Timeline(changed.room));
        self.reach(now, changed.room, changed.seq);
    }

    /// The server will not do it. Text stays for the person to decide; the rest is only told.
    pub(super) fn deed_refused(&mut self, nonce: Nonce, refusal: Refusal) {
        let Some(letter) = self.outbox.find_mut(nonce) else { return };
        let Unsent { room, deed, .. } = letter.unsent.clone();
        self.out.changed(Change::Timeline(room));
        match deed {
            // It was cancelled from another tab, which is what the person wanted.
            Deed::Send(_) if refusal.code == hubbub_protocol::ErrorCode::Cancelled => drop(self.take_out(nonce)),
            Deed::Send(_) => letter.refuse(refusal),
            _ => {
                if matches!(deed, Deed::Edit { .. }) {
                    letter.refuse(refusal.clone());
                } else {
                    self.take_out(nonce);
                }
                self.out.changed(Change::DeedRefused { room, deed, refusal });
            }
        }
    }

    /// Lays what has no answer yet over the timelines, and lets go of what is done and seen.
    pub(super) fn show_deeds(&mut self) {
        let held = &self.held;
        let is_seen = |room, seq| held.iter().find(|held| held.room() == room).is_none_or(|held| held.last() >= seq);
        for room in self.outbox.drop_seen(is_seen) {
            self.out.changed(Change::Timeline(room));
        }
        for held in &mut self.held {
            overlay::lay(held, &self.outbox, self.account.as_ref());
        }
    }
}
