//! The connection's end of its queue.

use std::{future::poll_fn, sync::Arc, task::Poll};

use bytes::Bytes;
use hubbub_protocol::CloseCode;

use super::{Floors, Outgoing, Queue, Written};
use crate::admission::Place;

/// The end of a queue that the task of its connection has, and keeps until the socket is closed.
#[derive(Debug)]
pub struct Outbound {
    queue: Arc<Queue>,
    /// Its place among all sockets, which is free only when the socket is.
    place: Option<Place>,
}

impl Outbound {
    pub(in crate::hub) fn new(queue: Arc<Queue>) -> Self {
        Self { queue, place: None }
    }

    /// The same end, which keeps a place.
    pub(crate) fn in_place(mut self, place: Place) -> Self {
        self.place = Some(place);
        self
    }

    /// Adds a frame of the connection's own, behind what waits already. It is bounded by whoever adds it. Whoever is
    /// cut off is told nothing more.
    pub fn say(&self, bytes: Bytes) {
        let mut state = self.queue.lock();
        if !bytes.is_empty() && state.closing != Some(CloseCode::SessionEnded) {
            state.outgoing.push_back(Outgoing { bytes, events: 0 });
        }
    }

    /// Adds the close frame, which everybody gets.
    pub fn say_last(&self, bytes: Bytes) {
        self.queue.lock().outgoing.push_back(Outgoing { bytes, events: 0 });
    }

    /// Lets events through from now on, behind what waits already, as far as they are beyond these floors.
    pub fn go_live(&self, floors: Floors) {
        let mut state = self.queue.lock();
        let Some(held) = state.held.take() else { return };
        state.floors = floors;
        (state.events, state.bytes) = (0, 0);
        for frame in held {
            state.add_news(&frame);
        }
    }

    /// Writes everything that waits, as far as the wire takes it.
    pub fn write(&self) -> Written {
        self.queue.write(&mut self.queue.lock())
    }

    /// Resolves when the connection has something to do: to go on writing, as soon as the wire takes more, or to
    /// close the socket with the code in `Err`.
    ///
    /// Dropping the future loses nothing.
    pub async fn called(&self) -> Result<(), CloseCode> {
        poll_fn(|context| {
            let mut state = self.queue.lock();
            if let Some(code) = state.closing {
                return Poll::Ready(Err(code));
            }
            if state.is_stuck {
                return Poll::Ready(Ok(()));
            }
            let is_registered = state.task.as_ref().is_some_and(|task| task.will_wake(context.waker()));
            if !is_registered {
                state.task = Some(context.waker().clone());
            }
            Poll::Pending
        })
        .await
    }

    /// Whether the session ended: what comes from the client counts no more.
    pub fn is_cut_off(&self) -> bool {
        self.queue.lock().closing == Some(CloseCode::SessionEnded)
    }

    /// Resolves when the session has ended, whether the wire takes something or not.
    pub async fn cut_off(&self) {
        poll_fn(|context| {
            let mut state = self.queue.lock();
            if state.closing == Some(CloseCode::SessionEnded) {
                return Poll::Ready(());
            }
            state.task = Some(context.waker().clone());
            Poll::Pending
        })
        .await;
    }

    /// Whether the reader was too slow: what it has not been sent yet will not be sent.
    pub fn has_overflowed(&self) -> bool {
        self.queue.lock().closing == Some(CloseCode::SlowConsumer)
    }

    #[cfg(test)]
    pub(crate) fn check_invariants(&self) {
        self.queue.check_invariants();
    }

    #[cfg(test)]
    pub(crate) fn capacity(&self) -> usize {
        self.queue.capacity()
    }
}
