//! What a connection wants to be done.

use std::{fmt, pin::Pin};

use bytes::Bytes;
use hubbub_protocol::{CloseCode, Refusal, Reply, ReplyFrame, ServerFrame};

use super::opening::Opened;
use crate::{hub::Floors, resume::Batch, wire};

/// A command on its way.
pub type Work = Pin<Box<dyn Future<Output = Outcome> + Send>>;

/// What a connection wants to be done, in this order.
pub type Effects = Vec<Effect>;

/// One thing to do.
pub enum Effect {
    /// Send a frame.
    Send(Bytes),
    /// Let queued events through, as far as they are beyond these floors.
    GoLive(Floors),
    /// Send a ping.
    Ping,
    /// Run this beside everything else, and hand what comes of it to `on_outcome`.
    Run(Work),
    /// Close the socket. Nothing follows.
    Close(CloseCode),
}

/// What came of a command.
#[derive(Debug)]
pub struct Outcome(pub(super) Came);

#[derive(Debug)]
pub(super) enum Came {
    /// An answer.
    Answer(ReplyFrame),
    /// What `hello` asked for, or why it cannot be had.
    Opened(u32, Result<Box<Opened>, Refusal>),
    /// More of what was missed.
    Resumed(Result<Batch, Refusal>),
}

impl Effect {
    /// Sends the answer to a command.
    pub(super) fn reply(to: u32, result: impl Into<Reply>) -> Self {
        Self::Send(wire::text(&ServerFrame::Reply(ReplyFrame { to, result: result.into() })))
    }

    /// Sends a refusal of a command.
    pub(super) fn refuse(to: u32, error: Refusal) -> Self {
        Self::reply(to, Reply::Refused { error })
    }
}

impl fmt::Debug for Effect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Send(frame) => f.debug_tuple("Send").field(frame).finish(),
            Self::GoLive(floors) => f.debug_tuple("GoLive").field(floors).finish(),
            Self::Ping => f.write_str("Ping"),
            Self::Run(_) => f.write_str("Run"),
            Self::Close(code) => f.debug_tuple("Close").field(code).finish(),
        }
    }
}
