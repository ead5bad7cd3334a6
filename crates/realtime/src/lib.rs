//! Who hears what, now.
//!
//! Connections are state machines without a socket, the hub is a data structure without a task, and one publisher
//! carries what was committed to everybody in commit order. This crate knows no HTTP, no SQL and no socket: it
//! writes the frames of RFC 6455 to a `Wire`, which is whatever takes bytes.

mod admission;
pub mod bus;
mod command;
pub mod connection;
pub mod hub;
mod presence;
mod publisher;
mod resume;
mod typing;
pub mod wire;

use std::{
    fmt,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    time::Instant,
};

use hubbub_chat::{Caller, Chat};
use hubbub_protocol::{AccountId, CloseCode, ConnectionId, Draining, Event, Presence, Refusal, RoomId, SessionId};
use tokio_util::task::TaskTracker;

pub use admission::Permit;
pub use bus::{Feed, LocalBus};
pub use connection::{Connection, Effect, Outcome};
pub use hub::{Outbound, Written};
pub use wire::Wire;

use admission::{Admission, Place};
use connection::Link;
use hub::{Frame, Hub};
use presence::Presences;
use typing::Typings;

/// Clients are told to wait up to this many milliseconds before they return from a restart.
const DRAIN_JITTER_MS: u16 = 1_000;

/// What an operator decides about connections.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The build of the server, which `welcome` names.
    pub build: String,
    /// How many connections may be open at once.
    pub connections: usize,
    /// How many of them may belong to one account.
    pub connections_per_account: usize,
}

impl Settings {
    /// The settings for a build, with the usual limits.
    pub fn new(build: impl Into<String>) -> Self {
        Self { build: build.into(), connections: 10_000, connections_per_account: 20 }
    }
}

/// The live side of the chat; cheap to clone.
#[derive(Clone)]
pub struct Realtime {
    inner: Arc<Inner>,
}

struct Inner {
    chat: Chat,
    build: String,
    hub: Hub,
    presences: Mutex<Presences>,
    typings: Mutex<Typings>,
    admission: Arc<Admission>,
    /// How many publications wait for the publisher.
    backlog: AtomicUsize,
    open: TaskTracker,
}

impl fmt::Debug for Realtime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Realtime").field("connections", &self.connections()).finish_non_exhaustive()
    }
}

impl Realtime {
    /// A live side without connections.
    pub fn new(chat: Chat, settings: Settings) -> Self {
        let inner = Inner {
            chat,
            hub: Hub::default(),
            presences: Mutex::default(),
            typings: Mutex::default(),
            admission: Arc::new(Admission::new(settings.connections, settings.connections_per_account)),
            build: settings.build,
            backlog: AtomicUsize::new(0),
            open: TaskTracker::new(),
        };
        Self { inner: Arc::new(inner) }
    }

    /// Whether one more connection may be opened; ask before the socket is.
    pub fn admit(&self, account: AccountId) -> Result<Permit, Refusal> {
        self.inner.admission.admit(account)
    }

    /// Begins a connection: the state machine, and its end of the queue that goes to this wire.
    ///
    /// The latter is kept until the socket is closed: a restart waits for it.
    pub fn accept(&self, permit: Permit, caller: Caller, wire: Arc<dyn Wire>, now: Instant) -> (Connection, Outbound) {
        let Inner { chat, hub, open, .. } = &*self.inner;
        let id = ConnectionId::new(chat.clock.now(), chat.ids.random());
        let outbound = hub.register(id, caller.id(), caller.session(), wire).in_place(Place::new(permit, open.token()));
        let link = Link::new(self.clone(), caller, id, now);
        (Connection::new(link, now), outbound)
    }

    /// Who is in a room now.
    pub fn presence(&self, room: RoomId) -> Presence {
        self.presences().list(room)
    }

    /// The sessions that sockets live on: they are in use, even if nobody loads a page.
    pub fn sessions(&self) -> Vec<SessionId> {
        self.inner.hub.sessions().into_iter().collect()
    }

    /// How many sockets are open.
    pub fn connections(&self) -> usize {
        self.inner.open.len()
    }

    /// Sends everybody away because the server restarts, and lets nobody in any more.
    pub fn drain(&self) {
        let Inner { chat, hub, admission, open, .. } = &*self.inner;
        admission.close();
        open.close();
        let ids = Arc::clone(&chat.ids);
        hub.finish_all(CloseCode::ServiceRestart, move || {
            let random = ids.random();
            let jitter = u16::from_be_bytes([random[8], random[9]]) % (DRAIN_JITTER_MS + 1);
            Frame::hard(Event::Draining(Draining { retry_after_ms: jitter.into() }))
        });
    }

    /// Resolves when no socket is left after [`Self::drain`].
    pub async fn drained(&self) {
        self.inner.open.wait().await;
    }

    fn chat(&self) -> &Chat {
        &self.inner.chat
    }

    fn hub(&self) -> &Hub {
        &self.inner.hub
    }

    fn build(&self) -> &str {
        &self.inner.build
    }

    fn presences(&self) -> MutexGuard<'_, Presences> {
        self.inner.presences.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn typings(&self) -> MutexGuard<'_, Typings> {
        self.inner.typings.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether publications come faster than they can be handed out, so that senders must slow down.
    fn is_behind(&self) -> bool {
        self.inner.backlog.load(Ordering::Relaxed) > publisher::BACKLOG
    }
}

#[cfg(test)]
mod tests;
