//! What a case is: what the client does, what it has to hear, and how the connection has to end.

use std::fmt;

use bytes::Bytes;

use crate::ws::tests::raw::{BINARY, CLOSE, CONTINUATION, FIN, PING, PONG, TEXT, masked};

/// The close code of an ordinary end.
pub(super) const NORMAL: u16 = 1000;
/// What stands for a close without a code.
pub(super) const NO_CODE: u16 = 1005;
/// The close code for whoever breaks the rules of frames.
pub(super) const PROTOCOL: u16 = 1002;
/// The close code for text that is not UTF-8.
pub(super) const NOT_UTF8: u16 = 1007;

/// One case.
pub(super) struct Case {
    /// What it is about.
    pub(super) what: String,
    pub(super) steps: Vec<Step>,
    /// All that has to be heard before the end.
    pub(super) hears: Vec<Heard>,
    /// What may be heard instead by who is not strict.
    pub(super) or_hears: Option<Vec<Heard>>,
    pub(super) end: End,
}

/// One thing that the client does.
pub(super) enum Step {
    /// Sends frames, cut in this way.
    Send(Vec<Frame>, Cut),
    /// Sends a part of a frame.
    SendPart(Bytes),
    /// Waits for the next frame.
    Hear,
    /// Waits for a while in which nothing should come; if something comes, it does no more.
    Listen,
}

/// How bytes are cut into writes.
#[derive(Clone, Copy)]
pub(super) enum Cut {
    /// All at once.
    Together,
    /// A write for each frame.
    ByFrame,
    /// A write for so many bytes.
    Every(usize),
}

/// How a connection has to end.
pub(super) enum End {
    /// The client closes when it has heard everything, and is answered.
    ClientCloses,
    /// What the client did has the server close with one of these codes.
    ServerCloses(Vec<u16>),
    /// Nobody says how, as long as it ends.
    Anyhow,
}

/// What the client hears, other than the close.
#[derive(Clone, PartialEq, Eq)]
pub(super) enum Heard {
    Text(Bytes),
    Binary(Bytes),
    Pong(Bytes),
    /// Nothing, for a while.
    Silence,
    /// What no server may send, or this one never sends.
    Other(u8, Bytes),
}

/// A frame of the client.
#[derive(Clone)]
pub(super) struct Frame {
    first: u8,
    payload: Bytes,
}

impl Frame {
    pub(super) fn new(opcode: u8, payload: impl Into<Bytes>) -> Self {
        Self { first: FIN | opcode, payload: payload.into() }
    }

    pub(super) fn text(payload: impl Into<Bytes>) -> Self {
        Self::new(TEXT, payload)
    }

    pub(super) fn binary(payload: impl Into<Bytes>) -> Self {
        Self::new(BINARY, payload)
    }

    pub(super) fn continuation(payload: impl Into<Bytes>) -> Self {
        Self::new(CONTINUATION, payload)
    }

    pub(super) fn ping(payload: impl Into<Bytes>) -> Self {
        Self::new(PING, payload)
    }

    pub(super) fn pong(payload: impl Into<Bytes>) -> Self {
        Self::new(PONG, payload)
    }

    pub(super) fn close(code: u16, reason: impl AsRef<[u8]>) -> Self {
        Self::new(CLOSE, [&code.to_be_bytes(), reason.as_ref()].concat())
    }

    /// More of the message follows.
    pub(super) fn unfinished(mut self) -> Self {
        self.first &= !FIN;
        self
    }

    /// With these of the three reserved bits.
    pub(super) fn reserved(mut self, bits: u8) -> Self {
        self.first |= bits << 4;
        self
    }

    pub(super) fn bytes(&self) -> Vec<u8> {
        masked(self.first, &self.payload)
    }
}

/// A message in frames of so many bytes.
pub(super) fn in_fragments(opcode: u8, payload: &Bytes, size: usize) -> Vec<Frame> {
    let starts = (0..payload.len().max(1)).step_by(size);
    let part = |start: usize| {
        let end = payload.len().min(start + size);
        let frame = Frame::new(if start == 0 { opcode } else { CONTINUATION }, payload.slice(start..end));
        if end == payload.len() { frame } else { frame.unfinished() }
    };
    starts.map(part).collect()
}

impl Case {
    /// The client sends these frames at once, hears nothing but the answer to its close, and closes.
    pub(super) fn new(what: impl Into<String>, frames: impl Into<Vec<Frame>>) -> Self {
        let steps = vec![Step::Send(frames.into(), Cut::Together)];
        Self { what: what.into(), steps, hears: Vec::new(), or_hears: None, end: End::ClientCloses }
    }

    /// The same, cut otherwise.
    pub(super) fn cut(mut self, into: Cut) -> Self {
        for step in &mut self.steps {
            if let Step::Send(_, cut) = step {
                *cut = into;
            }
        }
        self
    }

    /// Does something else after that.
    pub(super) fn then(mut self, step: Step) -> Self {
        self.steps.push(step);
        self
    }

    /// The client has to hear this.
    pub(super) fn hears(mut self, heard: impl Into<Vec<Heard>>) -> Self {
        self.hears = heard.into();
        self
    }

    /// It is not strict, but within the rules, to let the client hear this.
    pub(super) fn or_hears(mut self, heard: impl Into<Vec<Heard>>) -> Self {
        self.or_hears = Some(heard.into());
        self
    }

    /// The server has to close with one of these codes.
    pub(super) fn closed_with(mut self, codes: impl Into<Vec<u16>>) -> Self {
        self.end = End::ServerCloses(codes.into());
        self
    }

    /// The connection has to end, no matter how.
    pub(super) fn ends_anyhow(mut self) -> Self {
        self.end = End::Anyhow;
        self
    }
}

impl fmt::Debug for Heard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (name, payload) = match self {
            Self::Text(payload) => ("text", payload),
            Self::Binary(payload) => ("binary", payload),
            Self::Pong(payload) => ("pong", payload),
            Self::Silence => return f.write_str("silence"),
            Self::Other(first, payload) => {
                write!(f, "{first:#04x} ")?;
                ("other", payload)
            }
        };
        // The largest are of 16 MiB.
        write!(f, "{name} of {}: {:?}", payload.len(), payload.slice(..payload.len().min(32)))
    }
}
