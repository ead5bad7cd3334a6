//! The person's own typing: begun at once, renewed now and then, ended after a pause.

use hubbub_protocol::RoomId;

use crate::Moment;

/// Milliseconds between two signals of the same typing; shorter than `limits::TYPING_EXPIRES_MS`.
pub(crate) const RENEW_MS: u64 = 4_000;
/// Milliseconds without a key press after which typing is over.
pub(crate) const PAUSE_MS: u64 = 5_000;

/// What the server was told, and when.
#[derive(Debug, Default)]
pub(crate) struct Typing {
    now: Option<Active>,
}

#[derive(Debug, Clone, Copy)]
struct Active {
    room: RoomId,
    /// The connection it was told over; another one knows nothing of it.
    hello: u32,
    told: Moment,
    pressed: Moment,
}

/// A signal to send.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Signal {
    pub(crate) room: RoomId,
    pub(crate) typing: bool,
}

impl Typing {
    /// A key was pressed. Gives what to tell, oldest first.
    pub(crate) fn pressed(&mut self, now: Moment, room: RoomId, hello: u32) -> [Option<Signal>; 2] {
        let elsewhere = if self.is_in(room) { None } else { self.stop() };
        let told = self.now.filter(|active| active.hello == hello && now.since(active.told) < RENEW_MS);
        let told_at = told.map_or(now, |active| active.told);
        self.now = Some(Active { room, hello, told: told_at, pressed: now });
        [elsewhere, told.is_none().then_some(Signal { room, typing: true })]
    }

    /// The composer of this room is empty, or its text was sent.
    pub(crate) fn stopped(&mut self, room: RoomId) -> Option<Signal> {
        if self.is_in(room) { self.stop() } else { None }
    }

    pub(crate) fn advance(&mut self, now: Moment) -> Option<Signal> {
        if self.deadline()? <= now { self.stop() } else { None }
    }

    pub(crate) fn deadline(&self) -> Option<Moment> {
        self.now.map(|active| active.pressed.plus(PAUSE_MS))
    }

    fn is_in(&self, room: RoomId) -> bool {
        self.now.is_some_and(|active| active.room == room)
    }

    fn stop(&mut self) -> Option<Signal> {
        self.now.take().map(|active| Signal { room: active.room, typing: false })
    }
}
