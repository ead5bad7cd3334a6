//! A wire that ends in memory.

use std::{
    io::{self, IoSlice},
    mem,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use hubbub_protocol::{ReplyFrame, ServerFrame};
use hubbub_realtime::Wire;

/// The first byte of a whole text frame.
const TEXT: u8 = 0x81;
/// How the text of a reply begins.
const REPLY: &[u8] = br#"{"reply""#;

/// Takes everything, or nothing while it is stalled.
#[derive(Debug, Clone, Default)]
pub(crate) struct Line(Arc<Mutex<State>>);

#[derive(Debug, Default)]
struct State {
    taken: Vec<u8>,
    is_stalled: bool,
}

impl Line {
    /// From now on it takes nothing, or everything again.
    pub(crate) fn stall(&self, is_stalled: bool) {
        self.lock().is_stalled = is_stalled;
    }

    pub(crate) fn is_stalled(&self) -> bool {
        self.lock().is_stalled
    }

    /// What arrived since this was asked last.
    pub(crate) fn taken(&self) -> Vec<u8> {
        mem::take(&mut self.lock().taken)
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The text frames of a server. Pings and the like are left out.
pub(crate) fn frames(mut bytes: &[u8]) -> Vec<ServerFrame> {
    let mut frames = Vec::new();
    while let Some(&[first, second]) = bytes.split_off(..2) {
        let length = match second {
            126 => bytes.split_off(..2).expect("a length is whole"),
            127 => bytes.split_off(..8).expect("a length is whole"),
            _ => &[second],
        };
        let length = length.iter().fold(0, |number, byte| number << 8 | usize::from(*byte));
        let payload = bytes.split_off(..length).expect("a frame is whole");
        if first == TEXT {
            let text = str::from_utf8(payload).expect("a text frame is text");
            frames.push(ServerFrame::decode(text).expect("clients can read it"));
        }
    }
    frames
}

/// The reply in a frame, if it is one. An event may be long, and is read when it has come.
pub(crate) fn reply(frame: &[u8]) -> Option<ReplyFrame> {
    let header = match frame.get(1) {
        Some(126) => 4,
        Some(127) => 10,
        _ => 2,
    };
    let is_reply = frame.get(header..).is_some_and(|payload| payload.starts_with(REPLY));
    is_reply.then(|| frames(frame)).into_iter().flatten().find_map(|frame| match frame {
        ServerFrame::Reply(reply) => Some(reply),
        ServerFrame::Event(_) => None,
    })
}

impl Wire for Line {
    fn write(&self, frames: &[IoSlice<'_>]) -> io::Result<usize> {
        let mut state = self.lock();
        if state.is_stalled {
            return Err(io::ErrorKind::WouldBlock.into());
        }
        let before = state.taken.len();
        for frame in frames {
            state.taken.extend_from_slice(frame);
        }
        Ok(state.taken.len() - before)
    }
}
