//! How a socket ends: why, and that the client learns of it.

use std::time::Duration;

use hubbub_protocol::CloseCode;
use hubbub_realtime::{Outbound, Written, wire};
use hubbub_websocket::Incoming;
use tokio::time::timeout;

use super::socket::Socket;

/// How long a client has to take notice of the close.
const PATIENCE: Duration = Duration::from_secs(1);

/// How a connection ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    /// The client said goodbye.
    Goodbye,
    /// The network connection is gone, or takes nothing any more.
    Gone,
    /// The server closed it.
    Closed(CloseCode),
    /// The server closed it because of something that ended reading.
    Unreadable(CloseCode),
}

/// Ends the socket as the end of its connection requires, within a bounded time.
///
/// Section 7.1.1 of RFC 6455: the server hangs up first, and the client gets everything that was written before.
pub(super) async fn finish(end: End, socket: &mut impl Socket, outbound: &Outbound) {
    // A client that takes no notice in time is left without it.
    drop(timeout(PATIENCE, part(end, socket, outbound)).await);
}

async fn part(end: End, socket: &mut impl Socket, outbound: &Outbound) {
    match end {
        End::Gone => return,
        // What answers it waits already.
        End::Goodbye => {}
        End::Closed(code) | End::Unreadable(code) => outbound.say_last(wire::close(code)),
    }
    if !write(socket, outbound).await {
        return;
    }
    if matches!(end, End::Closed(_)) {
        while !matches!(socket.recv().await, Incoming::Goodbye(_) | Incoming::Gone | Incoming::Unacceptable(_)) {}
    }
    socket.hang_up().await;
}

/// Writes everything that waits, and says whether that was possible.
pub(super) async fn write(socket: &mut impl Socket, outbound: &Outbound) -> bool {
    loop {
        match outbound.write() {
            Written::Everything => return true,
            Written::Stuck => socket.writable().await,
            Written::Broken => return false,
        }
    }
}
