//! The hub: which connection hears which room.
//!
//! It is a data structure behind one lock that is never held across an await or a system call. It knows no SQL, no
//! HTTP and no command; it is handed frames that are encoded already and puts them into bounded queues. Queues that
//! have got something are listed, so that the publisher writes them out once per batch and not once per frame.

mod frame;
mod queue;
mod registry;
mod topics;

use std::{
    collections::HashSet,
    mem,
    pin::pin,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use hubbub_protocol::{AccountId, CloseCode, ConnectionId, RoomId, Seq, SessionId, hello::Head};
use tokio::sync::Notify;

pub use queue::{Floors, Outbound, QUEUE_BYTES, QUEUE_FRAMES, Written};

use crate::wire::Wire;
pub(crate) use frame::{Frame, Stretch};
pub(crate) use queue::Queue;
use registry::Registry;

/// Maps accounts and rooms to connections. All methods are short and none waits.
#[derive(Debug, Default)]
pub(crate) struct Hub {
    registry: Mutex<Registry>,
    /// Tells the publisher that there are listed queues.
    listed: Notify,
    /// Tells those who wait for it that somebody hears one room more.
    entered: Notify,
}

impl Hub {
    /// Adds a connection that hears nothing yet, and returns its end of its queue.
    pub(crate) fn register(
        &self,
        id: ConnectionId,
        account: AccountId,
        session: SessionId,
        wire: Arc<dyn Wire>,
    ) -> Outbound {
        let queue = Arc::new(Queue::new(account, wire));
        self.lock().register(id, account, session, Arc::clone(&queue));
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
        self.entered.notify_waiters();
    }

    /// Waits until the connection hears the room.
    pub(crate) async fn heard(&self, id: ConnectionId, room: RoomId) {
        loop {
            // Before the look, so that what happens after it is not missed.
            let mut entered = pin!(self.entered.notified());
            entered.as_mut().enable();
            if self.hears(id, room) {
                return;
            }
            entered.await;
        }
    }

    /// Removes a connection and everything that is known of it.
    pub(crate) fn remove(&self, id: ConnectionId) {
        self.lock().remove(id);
    }

    /// Whether the connection hears the room.
    pub(crate) fn hears(&self, id: ConnectionId, room: RoomId) -> bool {
        self.lock().hears(id, room)
    }

    /// The log of the account is known to reach at least to here.
    pub(crate) fn account_reached(&self, account: AccountId, version: Seq) {
        self.lock().account_reached(account, version);
    }

    /// Where the logs of the connection's rooms and of its account stand. Every entry up to there is in its queue already,
    /// or was.
    pub(crate) fn heads(&self, id: ConnectionId) -> (Vec<Head>, Seq) {
        self.lock().heads(id)
    }

    /// Queues a frame for everybody in a room, except for the connections of one account.
    pub(crate) fn to_room(&self, room: RoomId, frame: &Frame, except: Option<AccountId>) {
        self.lock().send_to_room(room, frame, except);
        self.listed.notify_one();
    }

    /// Queues what changed in an account log for all connections of the account.
    pub(crate) fn to_account(&self, account: AccountId, version: Seq, frame: &Frame) {
        self.lock().send_to_account(account, version, frame);
        self.listed.notify_one();
    }

    /// Queues a frame for one connection.
    pub(crate) fn to_connection(&self, id: ConnectionId, frame: &Frame) {
        self.lock().send_to_connection(id, frame);
        self.listed.notify_one();
    }

    /// Queues a frame for everybody.
    pub(crate) fn to_everyone(&self, frame: &Frame) {
        self.lock().send_to_everyone(frame);
        self.listed.notify_one();
    }

    /// Cuts off every connection that lives on one of these sessions: nothing is written to it any more but its close.
    pub(crate) fn end_sessions(&self, ended: &HashSet<SessionId>) {
        self.lock().end_sessions(ended);
    }

    /// The sessions that connections live on.
    pub(crate) fn sessions(&self) -> HashSet<SessionId> {
        self.lock().sessions()
    }

    /// Queues a last frame for everybody, each its own, after which their sockets are closed. So it goes for
    /// connections that come later.
    pub(crate) fn finish_all(&self, code: CloseCode, last: impl Fn() -> Frame + Send + 'static) {
        self.lock().finish_all(code, Box::new(last));
    }

    /// Waits until a queue may be listed.
    pub(crate) async fn listed(&self) {
        self.listed.notified().await;
    }

    /// The queues that have got something since the last call; they are to be written out.
    pub(crate) fn take_listed(&self) -> Vec<Arc<Queue>> {
        mem::take(&mut self.lock().unwritten)
    }

    #[cfg(test)]
    pub(crate) fn is_empty(&self) -> bool {
        self.lock().check_invariants();
        self.lock().is_empty()
    }

    fn lock(&self) -> MutexGuard<'_, Registry> {
        // Nothing in the registry is left half done by a panic that could be caught, so poison says nothing.
        self.registry.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests;
