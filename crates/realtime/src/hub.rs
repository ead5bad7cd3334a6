//! The hub: which connection hears which room.
//!
//! It is a data structure behind one lock that is never held across an await. It knows no SQL, no HTTP and no
//! command; it is handed frames that are encoded already and hands them to bounded queues.

mod queue;
mod registry;
mod topics;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use hubbub_protocol::{AccountId, CloseCode, ConnectionId, Event, RoomId, Seq, ServerFrame, hello::Head};

pub use queue::{Outbound, QUEUE_BYTES, QUEUE_FRAMES};

use queue::Queue;
use registry::Registry;

/// A frame as it goes to many connections: encoded once, cloned by reference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frame {
    /// The text of the frame.
    pub text: Bytes,
    /// Which log entry it carries, if any.
    pub position: Option<(RoomId, Seq)>,
    /// Whether it is shed before the queue of a slow reader is full.
    soft: bool,
}

impl Frame {
    /// A frame that is delivered, or else the connection is closed.
    pub(crate) fn hard(event: Event) -> Self {
        let position = if let Event::LogAppended(entry) = &event { Some((entry.room, entry.seq)) } else { None };
        Self { text: encode(&event.into()), position, soft: false }
    }

    /// A frame that a slow reader may miss: presence, typing and what is only advice.
    pub(crate) fn soft(event: Event) -> Self {
        Self { text: encode(&event.into()), position: None, soft: true }
    }
}

/// The bytes of a frame.
pub(crate) fn encode(frame: &ServerFrame) -> Bytes {
    Bytes::from(frame.encode())
}

/// Maps accounts and rooms to connections. All methods are short and none waits.
#[derive(Debug, Default)]
pub(crate) struct Hub(Mutex<Registry>);

impl Hub {
    /// Adds a connection that hears nothing yet, and returns the receiving end of its queue.
    pub(crate) fn register(&self, id: ConnectionId, account: AccountId) -> Outbound {
        let queue = Arc::new(Queue::new(account));
        self.lock().register(id, account, Arc::clone(&queue));
        Outbound::new(queue)
    }

    /// From now on the connection hears what concerns its account: new rooms and new memberships.
    pub(crate) fn identify(&self, id: ConnectionId) {
        self.lock().identify(id);
    }

    /// From now on the connection hears these rooms; the heads are corrected to what it will not hear any more.
    pub(crate) fn subscribe(&self, id: ConnectionId, heads: &mut [Head]) {
        self.lock().subscribe(id, heads);
    }

    /// From now on all connections of the account hear the room.
    pub(crate) fn subscribe_account(&self, account: AccountId, room: RoomId) {
        self.lock().subscribe_account(account, room);
    }

    /// Removes a connection and everything that is known of it.
    pub(crate) fn remove(&self, id: ConnectionId) {
        self.lock().remove(id);
    }

    /// Whether the connection hears the room.
    pub(crate) fn hears(&self, id: ConnectionId, room: RoomId) -> bool {
        self.lock().hears(id, room)
    }

    /// Where the logs of the connection's rooms stand. Every entry up to there is in its queue already, or was.
    pub(crate) fn heads(&self, id: ConnectionId) -> Vec<Head> {
        self.lock().heads(id)
    }

    /// Queues a frame for everybody in a room, except for the connections of one account.
    pub(crate) fn to_room(&self, room: RoomId, frame: &Frame, except: Option<AccountId>) {
        self.lock().send_to_room(room, frame, except);
    }

    /// Queues a frame for one connection.
    pub(crate) fn to_connection(&self, id: ConnectionId, frame: &Frame) {
        self.lock().send_to_connection(id, frame);
    }

    /// Queues a frame for everybody.
    pub(crate) fn to_everyone(&self, frame: &Frame) {
        self.lock().send_to_everyone(frame);
    }

    /// Queues a last frame for everybody, each its own, after which their sockets are closed. So it goes for
    /// connections that come later.
    pub(crate) fn finish_all(&self, code: CloseCode, last: impl Fn() -> Frame + Send + 'static) {
        self.lock().finish_all(code, Box::new(last));
    }

    #[cfg(test)]
    pub(crate) fn is_empty(&self) -> bool {
        self.lock().check_invariants();
        self.lock().is_empty()
    }

    fn lock(&self) -> MutexGuard<'_, Registry> {
        // Nothing in the registry is left half done by a panic that could be caught, so poison says nothing.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests;
