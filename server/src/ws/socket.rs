//! The socket as the pump sees it, so that tests can put another in its place.

use std::sync::Arc;

use hubbub_websocket::{Incoming, Reader};

use crate::listen::Transport;

/// A WebSocket after the upgrade. Dropping any of its futures loses nothing.
pub(super) trait Socket: Send {
    /// Waits for what the client sends.
    fn recv(&mut self) -> impl Future<Output = Incoming> + Send;

    /// Waits until it may take more of what is written.
    fn writable(&mut self) -> impl Future<Output = ()> + Send;

    /// Writes nothing more, and waits until the client has hung up.
    fn hang_up(&mut self) -> impl Future<Output = ()> + Send;
}

/// The socket of a client.
pub(super) struct ClientSocket {
    transport: Arc<Transport>,
    reader: Reader,
}

impl ClientSocket {
    /// Reads from a connection.
    pub(super) fn new(transport: Arc<Transport>, reader: Reader) -> Self {
        Self { transport, reader }
    }
}

impl Socket for ClientSocket {
    async fn recv(&mut self) -> Incoming {
        loop {
            if let Some(incoming) = self.reader.read(&mut &*self.transport) {
                return incoming;
            }
            if self.transport.readable().await.is_err() {
                return Incoming::Gone;
            }
        }
    }

    async fn writable(&mut self) {
        // Where waiting fails, so does the write that follows, which says it.
        let _ = self.transport.writable().await;
    }

    async fn hang_up(&mut self) {
        self.transport.hang_up().await;
    }
}
