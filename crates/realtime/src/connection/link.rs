//! What a connection has in every state: whose it is, its signs of life, and its traces elsewhere.

use std::{
    fmt,
    time::{Duration, Instant},
};

use hubbub_chat::Caller;
use hubbub_protocol::{CloseCode, ConnectionId, JoinedRoom, Room, RoomId, Unread, hello::Head, limits};

use super::{
    effect::Effect,
    heartbeat::Heartbeat,
    limits::{Bucket, FRAMES},
};
use crate::{Realtime, presence::Ending};

/// Names in all presence lists of one `welcome` together: somebody in hundreds of rooms can do without most of them.
const WELCOME_NAMES: usize = 1_000;
/// Names in the list of a room with more people than a list may name: it is cut in any case, and a socket keeps memory
/// as large as its largest frame for as long as it is open, which for an idle one is its `welcome`.
const WELCOME_NAMES_IN_A_CROWD: usize = 30;

/// Ties a connection to everything that knows of it; dropping it unties them.
pub(crate) struct Link {
    pub(super) realtime: Realtime,
    pub(super) caller: Caller,
    pub(super) id: ConnectionId,
    pub(super) heartbeat: Heartbeat,
    /// When its session ends however much it is used; `None` when that is beyond all times.
    pub(super) until: Option<Instant>,
    frames: Bucket,
    ending: Ending,
    /// Whether the account counts as here because of this connection.
    present: bool,
}

impl Link {
    pub(crate) fn new(realtime: Realtime, caller: Caller, id: ConnectionId, now: Instant) -> Self {
        let (heartbeat, frames) = (Heartbeat::new(now), Bucket::new(FRAMES, now));
        let left = caller.until().as_millis().saturating_sub(realtime.chat().clock.now().as_millis());
        let until = now.checked_add(Duration::from_millis(u64::try_from(left).unwrap_or(0)));
        Self { realtime, caller, id, heartbeat, until, frames, ending: Ending::Lost, present: false }
    }

    /// Something came from the client. `Some` when it was far too much.
    pub(super) fn heard(&mut self, now: Instant) -> Option<Effect> {
        self.heartbeat.heard(now);
        self.frames.take(now).is_err().then_some(Effect::Close(CloseCode::Policy))
    }

    pub(super) fn said_goodbye(&mut self) {
        self.ending = Ending::Clean;
    }

    pub(super) fn fell_silent(&mut self) {
        self.ending = Ending::Silent;
    }

    /// Makes the account count as here, and says who else is.
    pub(super) fn appear(&mut self, rooms: Vec<(Room, Head)>, unread: &[(RoomId, Unread)]) -> Vec<JoinedRoom> {
        // The hub may know of a room that was joined elsewhere while this connection opened.
        let (heard, _) = self.realtime.hub().heads(self.id);
        let mut presences = self.realtime.presences();
        presences.connected(self.caller.account(), heard.iter().map(|head| head.room));
        self.present = true;
        let mut names = WELCOME_NAMES;
        let joined = |(room, Head { head, .. }): (Room, Head)| {
            let mut presence = presences.list_up_to(room.id, names.min(limits::PRESENCE_NAMES));
            if usize::try_from(presence.count).is_ok_and(|count| count > limits::PRESENCE_NAMES) {
                presence.accounts.truncate(WELCOME_NAMES_IN_A_CROWD);
            }
            names -= presence.accounts.len();
            let unread = unread.iter().find(|(of, _)| *of == room.id).map(|(_, unread)| *unread);
            JoinedRoom { room, head, presence, unread }
        };
        rooms.into_iter().map(joined).collect()
    }
}

impl Drop for Link {
    fn drop(&mut self) {
        self.realtime.hub().remove(self.id);
        let ended = self.realtime.typings().end(self.id);
        for typing in ended {
            self.realtime.announce_typing(typing);
        }
        if self.present {
            self.realtime.presences().disconnected(self.caller.id(), self.ending);
        }
    }
}

impl fmt::Debug for Link {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Link").field("id", &self.id).field("ending", &self.ending).finish_non_exhaustive()
    }
}
