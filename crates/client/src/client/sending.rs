//! From the composer to the answer.

use hubbub_protocol::{
    self as protocol, Entry, ErrorCode, Message, MessageAcknowledged, Nonce, Refusal, RoomId, Seq, SetTyping, limits,
};

use super::Client;
use crate::{Change, Effect, Moment, Unsent, typing::Signal};

impl Client {
    /// On disk first; the frame goes out when the disk has answered.
    pub(super) fn compose(&mut self, unsent: Unsent) {
        let room = unsent.room;
        if let Some(letter) = self.outbox.add(unsent) {
            self.out.effect(Effect::Save(letter.unsent.clone()));
            self.out.changed(Change::Timeline(room));
            let signal = self.typing.stopped(room);
            self.tell_typing(signal);
        }
    }

    /// Takes over what is on disk. What is held as an entry already has been answered.
    pub(super) fn load_outbox(&mut self, on_disk: Vec<Unsent>) {
        self.outbox.drop_discarded(&on_disk);
        for unsent in on_disk {
            self.out.changed(Change::Timeline(unsent.room));
            let here = |nonce| self.held.iter().any(|held| held.room() == unsent.room && held.contains(nonce));
            // What is on its way to be cancelled is there, too, and its place on disk belongs to the cancellation.
            if unsent.is_message() && here(unsent.nonce) && self.outbox.find(unsent.nonce).is_none() {
                self.out.effect(Effect::Forget(unsent.nonce));
            } else {
                self.outbox.load(unsent);
            }
        }
    }

    pub(super) fn retry(&mut self, nonce: Nonce) {
        if let Some(letter) = self.outbox.find_mut(nonce) {
            letter.retry();
            self.out.changed(Change::Timeline(letter.unsent.room));
        }
    }

    /// Only what was refused can be thrown away: everything else may be in the log already.
    pub(super) fn discard(&mut self, nonce: Nonce) {
        if self.outbox.find(nonce).is_some_and(|letter| letter.refused.is_some()) {
            self.take_out(nonce);
        }
    }

    /// The message is on disk at the server. Its entry can be made here, whether or not the echo is still to come.
    pub(super) fn acknowledged(&mut self, now: Moment, ack: &MessageAcknowledged) {
        let MessageAcknowledged { room, nonce, seq, message: id, sent_at } = *ack;
        if let Some(unsent) = self.take_out_sent(nonce)
            && let Some(author) = self.account.clone()
            && let Some(held) = self.held_mut(room)
        {
            let mut message = Message::new(id, author, nonce, unsent.body, sent_at);
            held.link(&mut message, &unsent.deed);
            held.note_written_here(seq, nonce);
            held.merge_acknowledged(now, Entry { room, seq, change: protocol::Change::MessageSent { message } });
        }
        self.reach(now, room, seq);
    }

    /// An entry with this nonce by the person is in the log: that is an answer too.
    pub(super) fn settle(&mut self, room: RoomId, seq: Seq, nonce: Nonce) {
        if self.take_out_sent(nonce).is_some()
            && let Some(held) = self.held_mut(room)
        {
            held.note_written_here(seq, nonce);
        }
    }

    pub(super) fn send_refused(&mut self, now: Moment, command: u32, refusal: Refusal) {
        let Some(letter) = self.outbox.asked_by(command) else { return };
        if refusal.code.is_retryable() {
            letter.postpone(now, refusal.retry_after_ms, &mut self.jitter);
        } else {
            let nonce = letter.unsent.nonce;
            self.deed_refused(nonce, refusal);
        }
    }

    /// The answer says neither yes nor no; asking again is harmless.
    pub(super) fn answered_oddly(&mut self, now: Moment, command: u32) {
        if let Some(letter) = self.outbox.asked_by(command) {
            letter.postpone(now, None, &mut self.jitter);
        }
    }

    /// Sends whatever may be sent now.
    pub(super) fn send_due(&mut self, now: Moment) {
        let paused = self.typing.advance(now);
        self.tell_typing(paused);
        let Some(hello) = self.session.live_hello() else { return };
        self.ask_for_rooms(hello);
        while let Some(letter) = self.outbox.due(hello) {
            let command = self.last_command + 1;
            let text = letter.unsent.command(command);
            if letter.unsent.text().len() > limits::MESSAGE_BODY || text.len() > limits::FRAME {
                // The server would close the connection over such a frame, each time it is sent again.
                let nonce = letter.unsent.nonce;
                self.deed_refused(nonce, too_large());
            } else {
                letter.sent(command);
                self.last_command = command;
                self.out.effect(Effect::SendFrame(text));
            }
        }
    }

    /// The send states depend on the connection.
    pub(super) fn show_send_states(&mut self) {
        let live = self.session.is_live();
        if std::mem::replace(&mut self.shown_live, live) != live {
            for held in &self.held {
                if self.outbox.of(held.room()).next().is_some() {
                    self.out.changed(Change::Timeline(held.room()));
                }
            }
        }
    }

    pub(super) fn note_own_typing(&mut self, now: Moment, room: RoomId, active: bool) {
        match self.session.live_hello() {
            Some(hello) if active => {
                self.typing.pressed(now, room, hello).into_iter().for_each(|signal| self.tell_typing(signal));
            }
            _ => {
                let signal = self.typing.stopped(room);
                self.tell_typing(signal);
            }
        }
    }

    fn tell_typing(&mut self, signal: Option<Signal>) {
        if let Some(Signal { room, typing }) = signal
            && self.session.is_live()
        {
            self.command(&SetTyping { room, typing });
        }
    }

    /// The answer to a send, unless it was cancelled meanwhile: then the answer to that is waited for.
    fn take_out_sent(&mut self, nonce: Nonce) -> Option<Unsent> {
        self.outbox.find(nonce).filter(|letter| letter.unsent.is_message())?;
        self.take_out(nonce)
    }

    pub(super) fn take_out(&mut self, nonce: Nonce) -> Option<Unsent> {
        let letter = self.outbox.remove(nonce)?;
        self.out.effect(Effect::Forget(nonce));
        self.out.changed(Change::Timeline(letter.unsent.room));
        Some(letter.unsent)
    }
}

/// What the server would answer, if it could read the frame.
fn too_large() -> Refusal {
    Refusal::new(ErrorCode::TooLarge, "The body is too long.").field("body").limit(limits::MESSAGE_BODY)
}
