//! A socket whose client is a test.

use std::{
    collections::VecDeque,
    future::pending,
    sync::{Arc, Mutex, PoisonError},
};

use tokio::sync::{Notify, mpsc};

use super::super::socket::{Broken, Incoming, Outgoing, Socket};

/// The server's end.
pub(super) struct FakeSocket {
    incoming: mpsc::UnboundedReceiver<Incoming>,
    wire: Arc<Wire>,
}

/// The client's end.
pub(super) struct Client {
    outgoing: Option<mpsc::UnboundedSender<Incoming>>,
    wire: Arc<Wire>,
}

#[derive(Default)]
struct Wire {
    state: Mutex<State>,
    changed: Notify,
}

#[derive(Default)]
struct State {
    written: VecDeque<Outgoing>,
    stalled: bool,
    flushes: usize,
}

/// A socket and its client.
pub(super) fn socket() -> (FakeSocket, Client) {
    let (sender, incoming) = mpsc::unbounded_channel();
    let wire = Arc::new(Wire::default());
    (FakeSocket { incoming, wire: Arc::clone(&wire) }, Client { outgoing: Some(sender), wire })
}

impl Wire {
    fn with<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        change(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Socket for FakeSocket {
    async fn recv(&mut self) -> Incoming {
        self.incoming.recv().await.unwrap_or(Incoming::Gone)
    }

    async fn feed(&mut self, outgoing: Outgoing) -> Result<(), Broken> {
        if self.wire.with(|state| state.stalled) {
            pending::<()>().await;
        }
        self.wire.with(|state| state.written.push_back(outgoing));
        Ok(())
    }

    async fn flush(&mut self) -> Result<(), Broken> {
        self.wire.with(|state| state.flushes += 1);
        self.wire.changed.notify_one();
        Ok(())
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
        self.wire.with(|state| state.stalled = true);
    }

    /// The network is gone.
    pub(super) fn vanishes(&mut self) {
        self.outgoing = None;
    }

    /// How often the server has flushed.
    pub(super) fn flushes(&self) -> usize {
        self.wire.with(|state| state.flushes)
    }

    /// The next thing the server wrote and flushed.
    pub(super) async fn next(&self) -> Outgoing {
        loop {
            if let Some(outgoing) = self.wire.with(|state| state.written.pop_front()) {
                return outgoing;
            }
            self.wire.changed.notified().await;
        }
    }

    /// The next text the server wrote that contains `part`.
    pub(super) async fn hears(&self, part: &str) -> String {
        loop {
            if let Outgoing::Text(text) = self.next().await {
                let text = String::from_utf8(text.to_vec()).expect("a frame is text");
                if text.contains(part) {
                    return text;
                }
            }
        }
    }

    /// Everything the server wrote that was not looked at.
    pub(super) fn rest(&self) -> Vec<Outgoing> {
        self.wire.with(|state| state.written.drain(..).collect())
    }
}
