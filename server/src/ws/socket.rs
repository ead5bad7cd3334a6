//! The socket as the pump sees it, so that tests can put another in its place.

use axum::{
    Error,
    extract::ws::{CloseFrame, Message, Utf8Bytes, WebSocket},
};
use bytes::Bytes;
use futures::SinkExt;
use hubbub_protocol::CloseCode;

use super::closing;

/// A WebSocket after the upgrade. Dropping any of its futures loses nothing.
pub(super) trait Socket: Send {
    /// Waits for what the client sends.
    fn recv(&mut self) -> impl Future<Output = Incoming> + Send;

    /// Puts a frame into the write buffer, waiting while that is full.
    fn feed(&mut self, outgoing: Outgoing) -> impl Future<Output = Result<(), Broken>> + Send;

    /// Writes everything out.
    fn flush(&mut self) -> impl Future<Output = Result<(), Broken>> + Send;
}

/// What came from the client.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Incoming {
    /// A text frame.
    Text(Utf8Bytes),
    /// A ping, which the socket answers by itself, or a pong.
    Control,
    /// The client closed; the answer is written with the next flush.
    Goodbye,
    /// Something no client may send; nothing more can be read.
    Unacceptable(CloseCode),
    /// The network connection ended.
    Gone,
}

/// What goes to the client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Outgoing {
    /// A text frame.
    Text(Bytes),
    /// A ping.
    Ping,
    /// The end of everything.
    Close(CloseCode),
}

/// Nothing can be written any more.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Broken;

impl From<Error> for Broken {
    fn from(_: Error) -> Self {
        // Reading ends with the same error, and that is where its reason is looked at.
        Self
    }
}

impl Socket for WebSocket {
    async fn recv(&mut self) -> Incoming {
        match WebSocket::recv(self).await {
            Some(Ok(Message::Text(text))) => Incoming::Text(text),
            Some(Ok(Message::Binary(_))) => Incoming::Unacceptable(CloseCode::Unsupported),
            Some(Ok(Message::Ping(_) | Message::Pong(_))) => Incoming::Control,
            Some(Ok(Message::Close(_))) => Incoming::Goodbye,
            Some(Err(error)) => closing::code(error).map_or(Incoming::Gone, Incoming::Unacceptable),
            None => Incoming::Gone,
        }
    }

    async fn feed(&mut self, outgoing: Outgoing) -> Result<(), Broken> {
        let message = match outgoing {
            Outgoing::Text(text) => Message::Text(Utf8Bytes::try_from(text).map_err(|_| Broken)?),
            Outgoing::Ping => Message::Ping(Bytes::new()),
            Outgoing::Close(code) => Message::Close(Some(CloseFrame { code: code.code(), reason: "".into() })),
        };
        Ok(SinkExt::feed(self, message).await?)
    }

    async fn flush(&mut self) -> Result<(), Broken> {
        Ok(SinkExt::flush(self).await?)
    }
}
