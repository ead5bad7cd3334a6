//! A wire whose far end is a test.

use std::{
    io::{self, IoSlice},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use crate::wire::{self, Wire};

/// Takes bytes while it is open, up to a limit.
#[derive(Debug, Clone, Default)]
pub(crate) struct Line(Arc<Mutex<State>>);

#[derive(Debug, Default)]
struct State {
    taken: Vec<u8>,
    room: usize,
    is_cut: bool,
    writes: usize,
}

impl Line {
    /// A line that takes everything.
    pub(crate) fn open() -> Self {
        let line = Self::default();
        line.takes(usize::MAX);
        line
    }

    /// From now on it takes so many more bytes.
    pub(crate) fn takes(&self, bytes: usize) {
        self.lock().room = bytes;
    }

    /// From now on every write fails.
    pub(crate) fn cut(&self) {
        self.lock().is_cut = true;
    }

    /// How often something was written.
    pub(crate) fn writes(&self) -> usize {
        self.lock().writes
    }

    /// The payloads of all whole frames that arrived.
    pub(crate) fn frames(&self) -> Vec<Vec<u8>> {
        let mut state = self.lock();
        let mut frames = Vec::new();
        let mut rest = state.taken.as_slice();
        while !rest.is_empty() {
            let (payload, next) = wire::split(rest);
            frames.push(payload.to_vec());
            rest = next;
        }
        state.taken.clear();
        frames
    }

    /// How many bytes arrived, whatever they are.
    pub(crate) fn bytes(&self) -> usize {
        std::mem::take(&mut self.lock().taken).len()
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Wire for Line {
    fn write(&self, frames: &[IoSlice<'_>]) -> io::Result<usize> {
        let mut state = self.lock();
        if state.is_cut {
            return Err(io::ErrorKind::BrokenPipe.into());
        }
        let before = state.taken.len();
        for frame in frames {
            let length = frame.len().min(state.room);
            state.taken.extend_from_slice(&frame[..length]);
            state.room -= length;
        }
        state.writes += 1;
        match state.taken.len() - before {
            0 => Err(io::ErrorKind::WouldBlock.into()),
            length => Ok(length),
        }
    }
}
