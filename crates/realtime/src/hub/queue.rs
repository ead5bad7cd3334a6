//! What waits to be written to one connection, in order and bounded. It takes no memory while nothing waits.
//!
//! Whoever has something to write, writes: the publisher after each batch, the connection's task after each command.
//! Only when the wire takes no more is it the task alone that waits and goes on.

mod outbound;
mod together;

use std::{
    collections::VecDeque,
    io::{ErrorKind, IoSlice},
    mem,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::Waker,
};

use bytes::{Buf as _, Bytes};
use hubbub_protocol::{AccountId, CloseCode, RoomId, Seq};

use super::Frame;
use crate::wire::Wire;

pub use outbound::Outbound;

/// Events that may wait for one connection.
pub const QUEUE_FRAMES: usize = 512;
/// Bytes of events that may wait for one connection.
pub const QUEUE_BYTES: usize = 256 * 1024;

/// Frames that are written with one system call.
const AT_ONCE: usize = 16;
/// An emptied buffer of up to this many places is kept; a larger one was for a burst and is given back.
const KEPT_PLACES: usize = 8;

/// Up to where each room was brought by other means than its live events, sorted by room.
pub type Floors = Vec<(RoomId, Seq)>;

/// What became of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pushed {
    /// It waits, or was shed, or nobody listens any more.
    Fine,
    /// It waits for somebody to write it.
    Unwritten,
    /// It did not fit, and the connection is lost.
    Overflowed,
}

/// What became of everything that waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Written {
    /// It is written.
    Everything,
    /// The wire takes no more for now.
    Stuck,
    /// The wire takes nothing any more.
    Broken,
}

/// The state of a queue, which the hub and the connection share.
#[derive(Debug)]
pub(crate) struct Queue {
    account: AccountId,
    wire: Arc<dyn Wire>,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    outgoing: VecDeque<Outgoing>,
    /// The first frame is written in part: without the rest of it nothing else could be.
    is_begun: bool,
    /// The events that wait until everything missed is out; `None` once they need not.
    held: Option<Vec<Frame>>,
    floors: Floors,
    /// How many events wait, and their bytes.
    events: usize,
    bytes: usize,
    /// Somebody has been told that there is something to write.
    is_listed: bool,
    /// Only the task of the connection writes, because it has to wait for the wire.
    is_stuck: bool,
    closing: Option<CloseCode>,
    task: Option<Waker>,
}

#[derive(Debug)]
struct Outgoing {
    bytes: Bytes,
    /// How many events it holds; none in what the connection itself has to say.
    events: usize,
}

impl Queue {
    pub(super) fn new(account: AccountId, wire: Arc<dyn Wire>) -> Self {
        let state = State {
            outgoing: VecDeque::new(),
            is_begun: false,
            held: Some(Vec::new()),
            floors: Floors::new(),
            events: 0,
            bytes: 0,
            is_listed: false,
            is_stuck: false,
            closing: None,
            task: None,
        };
        Self { account, wire, state: Mutex::new(state) }
    }

    /// Whose connection it is.
    pub(super) fn account(&self) -> AccountId {
        self.account
    }

    /// Adds an event. One that does not fit is never left out alone: the connection is to be closed.
    pub(super) fn push(&self, frame: &Frame) -> Pushed {
        let mut state = self.lock();
        let (events, bytes) = (state.events + frame.events(), state.bytes + frame.len());
        let fits = events <= QUEUE_FRAMES && bytes <= QUEUE_BYTES;
        if state.closing.is_some() || frame.is_soft() && (state.is_half_full() || !fits) {
            return Pushed::Fine;
        }
        if !fits {
            state.give_up(CloseCode::SlowConsumer);
            return Pushed::Overflowed;
        }
        if let Some(held) = &mut state.held {
            held.push(frame.clone());
            (state.events, state.bytes) = (events, bytes);
            return Pushed::Fine;
        }
        if !state.add_news(frame) {
            return Pushed::Fine;
        }
        let is_known = state.is_stuck || mem::replace(&mut state.is_listed, true);
        if is_known { Pushed::Fine } else { Pushed::Unwritten }
    }

    /// Adds a last event, where it fits, and asks for the connection to be closed.
    pub(super) fn finish(&self, last: &Frame, code: CloseCode) {
        self.push(last);
        self.lock().close(code);
    }

    /// Gives up everything that waits and asks for the connection to be closed, because its session ended.
    pub(super) fn cut_off(&self) {
        self.lock().give_up(CloseCode::SessionEnded);
    }

    fn write(&self, state: &mut State) -> Written {
        let written = loop {
            if state.outgoing.is_empty() {
                break Written::Everything;
            }
            let mut frames = [IoSlice::new(&[]); AT_ONCE];
            let count = state.outgoing.len().min(AT_ONCE);
            for (slot, outgoing) in frames.iter_mut().zip(&state.outgoing) {
                *slot = IoSlice::new(&outgoing.bytes);
            }
            match self.wire.write(&frames[..count]) {
                Ok(0) => break Written::Broken,
                Ok(length) => state.advance(length),
                Err(error) => match error.kind() {
                    ErrorKind::WouldBlock => break Written::Stuck,
                    ErrorKind::Interrupted => {}
                    _ => break Written::Broken,
                },
            }
        };
        state.is_stuck = written != Written::Everything;
        if state.outgoing.is_empty() && state.outgoing.capacity() > KEPT_PLACES {
            state.outgoing = VecDeque::new();
        }
        written
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn is_half_full(&self) -> bool {
        self.events > QUEUE_FRAMES / 2 || self.bytes > QUEUE_BYTES / 2
    }

    /// Adds what has to be sent of a frame, and says whether that is anything. What `welcome` or a resume covered
    /// already has not.
    fn add_news(&mut self, frame: &Frame) -> bool {
        let Some(news) = self.news(frame) else { return false };
        (self.events, self.bytes) = (self.events + news.events(), self.bytes + news.len());
        self.outgoing.push_back(Outgoing { bytes: news.bytes().clone(), events: news.events() });
        true
    }

    fn news(&mut self, frame: &Frame) -> Option<Frame> {
        let floor =
            frame.position().and_then(|(room, _)| self.floors.binary_search_by_key(&room, |(room, _)| *room).ok());
        let Some(index) = floor else { return Some(frame.clone()) };
        let news = frame.beyond(self.floors[index].1);
        if news.is_some() {
            // From here on the room's events come in order from the hub alone.
            self.floors.remove(index);
        }
        news
    }

    /// Forgets this many bytes, which are written.
    fn advance(&mut self, mut length: usize) {
        while let Some(first) = self.outgoing.front_mut() {
            let part = length.min(first.bytes.len());
            first.bytes.advance(part);
            length -= part;
            let is_done = first.bytes.is_empty();
            if first.events > 0 {
                self.bytes -= part;
            }
            if !is_done {
                self.is_begun |= part > 0;
                return;
            }
            self.events -= first.events;
            self.outgoing.pop_front();
            self.is_begun = false;
            if length == 0 {
                return;
            }
        }
    }

    /// Gives up everything that waits, but for what would leave half a frame.
    fn give_up(&mut self, code: CloseCode) {
        let begun = if self.is_begun { self.outgoing.pop_front() } else { None };
        self.outgoing = begun.into_iter().map(|begun| Outgoing { events: 0, ..begun }).collect();
        self.held = Some(Vec::new());
        (self.events, self.bytes) = (0, 0);
        self.close(code);
    }

    /// The first reason stands.
    fn close(&mut self, code: CloseCode) {
        self.closing.get_or_insert(code);
        self.wake();
    }

    fn wake(&mut self) {
        if let Some(task) = self.task.take() {
            task.wake();
        }
    }
}

#[cfg(test)]
impl Queue {
    pub(super) fn check_invariants(&self) {
        let state = self.lock();
        let waiting = state.outgoing.iter().filter(|outgoing| outgoing.events > 0);
        let waiting = waiting.map(|outgoing| (outgoing.events, outgoing.bytes.len()));
        let held = state.held.iter().flatten().map(|frame| (frame.events(), frame.len()));
        let (events, bytes): (Vec<_>, Vec<_>) = waiting.chain(held).unzip();
        assert_eq!((state.events, state.bytes), (events.iter().sum(), bytes.iter().sum()));
        assert!(state.bytes <= QUEUE_BYTES && state.events <= QUEUE_FRAMES);
        if matches!(state.closing, Some(CloseCode::SlowConsumer | CloseCode::SessionEnded)) {
            assert_eq!(state.events, 0, "a lost connection keeps no events");
        }
        let is_waiting = !state.outgoing.is_empty() && state.closing.is_none();
        assert!(!is_waiting || state.is_listed || state.is_stuck, "nobody knows that something waits");
    }

    pub(super) fn is_closing(&self) -> bool {
        self.lock().closing.is_some()
    }

    pub(super) fn capacity(&self) -> usize {
        self.lock().outgoing.capacity()
    }
}
