//! A socket whose client is a test.

use std::{
    collections::VecDeque,
    io::{self, IoSlice},
    sync::{Arc, Mutex, PoisonError},
};

use hubbub_protocol::CloseCode;
use hubbub_realtime::Wire;
use hubbub_websocket::Incoming;
use tokio::sync::{Notify, mpsc};

use super::super::socket::Socket;

/// The server's end.
pub(super) struct FakeSocket {
    incoming: mpsc::UnboundedReceiver<Incoming>,
    line: Arc<Line>,
}

/// The client's end.
pub(super) struct Client {
    outgoing: Option<mpsc::UnboundedSender<Incoming>>,
    line: Arc<Line>,
}

/// What the server wrote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Heard {
    Text(String),
    Ping,
    Close(CloseCode),
    /// Anything else.
    Other(Vec<u8>),
}

#[derive(Default)]
pub(super) struct Line {
    state: Mutex<State>,
    changed: Notify,
}

#[derive(Default)]
struct State {
    heard: VecDeque<Heard>,
    stalled: bool,
    hung_up: bool,
    writes: usize,
}

/// A socket, its client, and the line between the two.
pub(super) fn socket() -> (FakeSocket, Client, Arc<Line>) {
    let (sender, incoming) = mpsc::unbounded_channel();
    let line = Arc::new(Line::default());
    let client = Client { outgoing: Some(sender), line: Arc::clone(&line) };
    (FakeSocket { incoming, line: Arc::clone(&line) }, client, line)
}

impl Line {
    fn with<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        change(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Wire for Line {
    fn write(&self, frames: &[IoSlice<'_>]) -> io::Result<usize> {
        self.with(|state| {
            if state.stalled {
                return Err(io::ErrorKind::WouldBlock.into());
            }
            state.writes += 1;
            for mut rest in frames.iter().map(|frame| &**frame) {
                while !rest.is_empty() {
                    let heard;
                    (heard, rest) = Heard::read(rest);
                    state.heard.push_back(heard);
                }
            }
            self.changed.notify_one();
            Ok(frames.iter().map(|frame| frame.len()).sum())
        })
    }
}

impl Heard {
    /// Reads a whole frame of a server, which is not masked, and gives back what follows it.
    fn read(bytes: &[u8]) -> (Self, &[u8]) {
        let (start, length) = match bytes[1] {
            126 => (4, usize::from(u16::from_be_bytes([bytes[2], bytes[3]]))),
            127 => {
                (10, usize::try_from(u64::from_be_bytes(bytes[2..10].try_into().expect("8 bytes"))).expect("it fits"))
            }
            short => (2, usize::from(short)),
        };
        let (frame, rest) = bytes.split_at(start + length);
        let payload = frame[start..].to_vec();
        let heard = match frame[0] & 0x0f {
            1 => Self::Text(String::from_utf8(payload).expect("a text frame is text")),
            8 if payload == CloseCode::ServiceRestart.code().to_be_bytes() => Self::Close(CloseCode::ServiceRestart),
            9 => Self::Ping,
            _ => Self::Other(frame.to_vec()),
        };
        (heard, rest)
    }
}

impl Socket for FakeSocket {
    async fn recv(&mut self) -> Incoming {
        self.incoming.recv().await.unwrap_or(Incoming::Gone)
    }

    async fn writable(&mut self) {
        while self.line.with(|state| state.stalled) {
            self.line.changed.notified().await;
        }
    }

    async fn hang_up(&mut self) {
        self.line.with(|state| state.hung_up = true);
        self.line.changed.notify_one();
        while self.incoming.recv().await.is_some() {}
    }
}

impl Client {
    /// Lets the server read something.
    pub(super) fn sends(&self, incoming: Incoming) {
        let outgoing = self.outgoing.as_ref().expect("the client is still there");
        outgoing.send(incoming).expect("the server still reads");
    }

    /// Lets the server read a text frame.
    pub(super) fn says(&self, text: &str) {
        self.sends(Incoming::Text(text.into()));
    }

    /// From now on nothing the server writes is taken.
    pub(super) fn stops_reading(&self) {
        self.line.with(|state| state.stalled = true);
    }

    /// Everything is taken again.
    pub(super) fn reads_on(&self) {
        self.line.with(|state| state.stalled = false);
        self.line.changed.notify_one();
    }

    /// The network is gone.
    pub(super) fn vanishes(&mut self) {
        self.outgoing = None;
    }

    /// Waits until the server has hung up.
    pub(super) async fn sees_the_end(&self) {
        while !self.line.with(|state| state.hung_up) {
            self.line.changed.notified().await;
        }
    }

    /// Waits until the server has written this.
    pub(super) async fn hears_all_until(&self, is_it: impl Fn(&Heard) -> bool) {
        while !is_it(&self.next().await) {}
    }

    /// How often the server has written.
    pub(super) fn writes(&self) -> usize {
        self.line.with(|state| state.writes)
    }

    /// The next thing the server wrote.
    pub(super) async fn next(&self) -> Heard {
        loop {
            if let Some(heard) = self.line.with(|state| state.heard.pop_front()) {
                return heard;
            }
            self.line.changed.notified().await;
        }
    }

    /// The next text the server wrote that contains `part`.
    pub(super) async fn hears(&self, part: &str) -> String {
        loop {
            if let Heard::Text(text) = self.next().await
                && text.contains(part)
            {
                return text;
            }
        }
    }

    /// Everything the server wrote that was not looked at.
    pub(super) fn rest(&self) -> Vec<Heard> {
        self.line.with(|state| state.heard.drain(..).collect())
    }
}
