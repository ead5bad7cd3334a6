//! How a socket ends: which code an error deserves, and saying it within a bounded time.

use std::time::Duration;

use axum::Error;
use hubbub_protocol::CloseCode;
use tokio::time::{Instant, sleep_until, timeout_at};
use tungstenite::error::{Error as Cause, ProtocolError};

use super::socket::{Incoming, Outgoing, Socket};

/// How long a client has to take notice of the close.
const PATIENCE: Duration = Duration::from_secs(1);

/// The close code for an error while reading; `None` when nobody is there to hear it.
///
/// tungstenite only reports such an error and leaves it to us to send the close frame.
pub(super) fn code(error: Error) -> Option<CloseCode> {
    match error.into_inner().downcast_ref::<Cause>()? {
        Cause::Capacity(_) => Some(CloseCode::TooLarge),
        Cause::Utf8(_) => Some(CloseCode::InvalidPayload),
        Cause::Protocol(ProtocolError::ResetWithoutClosingHandshake) => None,
        Cause::Protocol(_) | Cause::AttackAttempt => Some(CloseCode::Protocol),
        _ => None,
    }
}

/// Sends a close frame and waits for the client to answer it, both for a short time only.
pub(super) async fn close(socket: &mut impl Socket, code: CloseCode) {
    let deadline = Instant::now() + PATIENCE;
    let handshake = async {
        if socket.feed(Outgoing::Close(code)).await.is_ok() && socket.flush().await.is_ok() {
            while !matches!(socket.recv().await, Incoming::Goodbye | Incoming::Gone | Incoming::Unacceptable(_)) {}
        }
    };
    // A client that does not answer in time is left without the handshake.
    drop(timeout_at(deadline, handshake).await);
}

/// Sends a close frame after something that ended reading.
///
/// The rest of it may still lie unread in the kernel. Closing the network connection on top of that would reset it,
/// and the reset can overtake the close frame: so the client gets its time before.
pub(super) async fn close_unread(socket: &mut impl Socket, code: CloseCode) {
    let deadline = Instant::now() + PATIENCE;
    let sent = async { socket.feed(Outgoing::Close(code)).await.is_ok() && socket.flush().await.is_ok() };
    if timeout_at(deadline, sent).await == Ok(true) {
        sleep_until(deadline).await;
    }
}

/// Writes the answer to a close frame of the client.
pub(super) async fn answer(socket: &mut impl Socket) {
    // A client that has left already misses nothing.
    drop(timeout_at(Instant::now() + PATIENCE, socket.flush()).await);
}
