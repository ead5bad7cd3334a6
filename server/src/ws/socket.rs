//! The socket as the pump sees it, so that tests can put another in its place.
//!
//! tungstenite reads the frames and knows what is owed for them; what it would write goes to the connection's queue
//! with everything else.

use std::{
    io::{self, Read, Write},
    mem,
    sync::Arc,
};

use bytes::Bytes;
use hubbub_protocol::{CloseCode, limits};
use tungstenite::{
    Message, Utf8Bytes,
    error::Error,
    protocol::{Role, WebSocketConfig, WebSocketContext},
};

use super::closing;
use crate::listen::Transport;

/// Bytes read at once. They are reserved for every socket, also for an idle one.
const READ_BUFFER: usize = 512;

/// A WebSocket after the upgrade. Dropping any of its futures loses nothing.
pub(super) trait Socket: Send {
    /// Waits for what the client sends.
    fn recv(&mut self) -> impl Future<Output = Incoming> + Send;

    /// Waits until it may take more of what is written.
    fn writable(&mut self) -> impl Future<Output = ()> + Send;
}

/// What came from the client.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Incoming {
    /// A text frame.
    Text(Utf8Bytes),
    /// A ping or a pong, and the frame that answers it, which may be empty.
    Control(Bytes),
    /// The client closed; with the frame that answers it.
    Goodbye(Bytes),
    /// Something no client may send; nothing more can be read.
    Unacceptable(CloseCode),
    /// The network connection ended.
    Gone,
}

/// The socket of a client.
pub(super) struct ClientSocket {
    transport: Arc<Transport>,
    context: WebSocketContext,
}

impl ClientSocket {
    /// Takes over a connection, and what was read from it already.
    pub(super) fn new(transport: Arc<Transport>, already_read: Vec<u8>) -> Self {
        let config = WebSocketConfig::default()
            .read_buffer_size(READ_BUFFER)
            .write_buffer_size(0)
            .max_message_size(Some(limits::FRAME))
            .max_frame_size(Some(limits::FRAME));
        let context = WebSocketContext::from_partially_read(already_read, Role::Server, Some(config));
        Self { transport, context }
    }
}

impl Socket for ClientSocket {
    async fn recv(&mut self) -> Incoming {
        loop {
            let mut pipe = Pipe { transport: &self.transport, answer: Vec::new() };
            match self.context.read(&mut pipe) {
                Ok(Message::Text(text)) => return Incoming::Text(text),
                Ok(Message::Binary(_) | Message::Frame(_)) => return Incoming::Unacceptable(CloseCode::Unsupported),
                Ok(message) => {
                    // Writing into memory cannot fail; what fails is told by the next read.
                    let _ = self.context.flush(&mut pipe);
                    let answer = Bytes::from(mem::take(&mut pipe.answer));
                    return if message.is_close() { Incoming::Goodbye(answer) } else { Incoming::Control(answer) };
                }
                Err(Error::Io(error)) if error.kind() == io::ErrorKind::WouldBlock => {}
                Err(error) => return closing::code(&error).map_or(Incoming::Gone, Incoming::Unacceptable),
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
}

/// Reads from the network and writes into memory.
struct Pipe<'a> {
    transport: &'a Transport,
    answer: Vec<u8>,
}

impl Read for Pipe<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.transport.read(buffer)
    }
}

impl Write for Pipe<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.answer.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
