//! How a socket ends: saying why, within a bounded time.

use std::time::Duration;

use hubbub_protocol::CloseCode;
use hubbub_realtime::{Outbound, Written, wire};
use hubbub_websocket::Incoming;
use tokio::time::{Instant, sleep_until, timeout_at};

use super::socket::Socket;

/// How long a client has to take notice of the close.
const PATIENCE: Duration = Duration::from_secs(1);

/// Sends a close frame and waits for the client to answer it, both for a short time only.
pub(super) async fn close(socket: &mut impl Socket, outbound: &Outbound, code: CloseCode) {
    let deadline = Instant::now() + PATIENCE;
    outbound.say(wire::close(code));
    let handshake = async {
        if write(socket, outbound).await {
            while !matches!(socket.recv().await, Incoming::Goodbye(_) | Incoming::Gone | Incoming::Unacceptable(_)) {}
        }
    };
    // A client that does not answer in time is left without the handshake.
    drop(timeout_at(deadline, handshake).await);
}

/// Sends a close frame after something that ended reading.
///
/// The rest of it may still lie unread in the kernel. Closing the network connection on top of that would reset it,
/// and the reset can overtake the close frame: so the client gets its time before.
pub(super) async fn close_unread(socket: &mut impl Socket, outbound: &Outbound, code: CloseCode) {
    let deadline = Instant::now() + PATIENCE;
    outbound.say(wire::close(code));
    if timeout_at(deadline, write(socket, outbound)).await == Ok(true) {
        sleep_until(deadline).await;
    }
}

/// Writes the answer to a close frame of the client.
pub(super) async fn answer(socket: &mut impl Socket, outbound: &Outbound) {
    // A client that has left already misses nothing.
    drop(timeout_at(Instant::now() + PATIENCE, write(socket, outbound)).await);
}

/// Writes everything that waits, and says whether that was possible.
async fn write(socket: &mut impl Socket, outbound: &Outbound) -> bool {
    loop {
        match outbound.write() {
            Written::Everything => return true,
            Written::Stuck => socket.writable().await,
            Written::Broken => return false,
        }
    }
}
