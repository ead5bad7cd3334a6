//! One bounded queue per connection. It takes no memory while it is empty.

use std::{
    collections::VecDeque,
    future::poll_fn,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::{Poll, Waker},
};

use hubbub_protocol::{AccountId, CloseCode};

use super::Frame;
use crate::admission::Place;

/// Frames that may wait for one connection.
pub const QUEUE_FRAMES: usize = 512;
/// Bytes that may wait for one connection.
pub const QUEUE_BYTES: usize = 256 * 1024;

/// An emptied buffer of up to this many places is kept; a larger one was for a burst and is given back.
const KEPT_PLACES: usize = 8;

/// What became of a frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pushed {
    /// It waits, or was shed, or nobody listens any more.
    Fine,
    /// It did not fit, and the connection is lost.
    Overflowed,
}

/// The sending end and the state of a queue; the hub has it.
#[derive(Debug)]
pub(super) struct Queue {
    account: AccountId,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    frames: VecDeque<Frame>,
    bytes: usize,
    closing: Option<CloseCode>,
    reader: Option<Waker>,
}

impl Queue {
    pub(super) fn new(account: AccountId) -> Self {
        Self { account, state: Mutex::default() }
    }

    /// Whose connection it is.
    pub(super) fn account(&self) -> AccountId {
        self.account
    }

    /// Adds a frame. A frame that does not fit is never left out alone: the connection is to be closed.
    pub(super) fn push(&self, frame: &Frame) -> Pushed {
        let mut state = self.lock();
        let fits = state.frames.len() < QUEUE_FRAMES && state.bytes + frame.text.len() <= QUEUE_BYTES;
        if state.closing.is_some() || frame.soft && (state.is_half_full() || !fits) {
            return Pushed::Fine;
        }
        if !fits {
            state.frames = VecDeque::new();
            state.bytes = 0;
            state.close(CloseCode::SlowConsumer);
            return Pushed::Overflowed;
        }
        state.bytes += frame.text.len();
        state.frames.push_back(frame.clone());
        state.wake();
        Pushed::Fine
    }

    /// Adds a last frame, where it fits, and asks for the connection to be closed once it was read.
    pub(super) fn finish(&self, last: &Frame, code: CloseCode) {
        self.push(last);
        self.lock().close(code);
    }

    #[cfg(test)]
    pub(super) fn check_invariants(&self) {
        let state = self.lock();
        assert_eq!(state.bytes, state.frames.iter().map(|frame| frame.text.len()).sum::<usize>());
        assert!(state.bytes <= QUEUE_BYTES && state.frames.len() <= QUEUE_FRAMES);
        if state.closing == Some(CloseCode::SlowConsumer) {
            assert_eq!(state.frames.capacity(), 0, "a lost connection keeps no memory");
        }
    }

    #[cfg(test)]
    pub(super) fn is_closing(&self) -> bool {
        self.lock().closing.is_some()
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn is_half_full(&self) -> bool {
        self.frames.len() > QUEUE_FRAMES / 2 || self.bytes > QUEUE_BYTES / 2
    }

    /// The first reason stands.
    fn close(&mut self, code: CloseCode) {
        self.closing.get_or_insert(code);
        self.wake();
    }

    fn wake(&mut self) {
        if let Some(reader) = self.reader.take() {
            reader.wake();
        }
    }
}

/// The receiving end of a connection's queue; the socket has it, and keeps it until it is closed.
#[derive(Debug)]
pub struct Outbound {
    queue: Arc<Queue>,
    /// Its place among all sockets, which is free only when the socket is.
    place: Option<Place>,
}

impl Outbound {
    pub(super) fn new(queue: Arc<Queue>) -> Self {
        Self { queue, place: None }
    }

    /// The same end, which keeps a place.
    pub(crate) fn in_place(mut self, place: Place) -> Self {
        self.place = Some(place);
        self
    }

    /// Moves up to `limit` frames to `frames`, waiting for the first. `Err` is how to close the socket, once
    /// nothing waits any more. With a limit of zero it waits for nothing but that.
    ///
    /// Dropping the future loses nothing.
    pub async fn recv_many(&mut self, frames: &mut Vec<Frame>, limit: usize) -> Result<(), CloseCode> {
        poll_fn(|context| {
            let mut state = self.queue.lock();
            if state.frames.is_empty() || limit == 0 {
                if let Some(code) = state.closing {
                    return Poll::Ready(Err(code));
                }
                state.reader = Some(context.waker().clone());
                return Poll::Pending;
            }
            let count = state.frames.len().min(limit);
            for frame in state.frames.drain(..count) {
                frames.push(frame);
            }
            state.bytes -= frames[frames.len() - count..].iter().map(|frame| frame.text.len()).sum::<usize>();
            if state.frames.is_empty() && state.frames.capacity() > KEPT_PLACES {
                state.frames = VecDeque::new();
            }
            Poll::Ready(Ok(()))
        })
        .await
    }

    #[cfg(test)]
    pub(super) fn check_invariants(&self) {
        self.queue.check_invariants();
    }

    #[cfg(test)]
    pub(super) fn capacity(&self) -> usize {
        self.queue.lock().frames.capacity()
    }

    /// Whether the reader was too slow: what it has not been sent yet will not be sent.
    pub fn has_overflowed(&self) -> bool {
        self.queue.lock().closing == Some(CloseCode::SlowConsumer)
    }
}
