//! What the platform must do.

use hubbub_protocol::{LogQuery, Nonce, RoomId};

use crate::{Mark, Unsent};

/// One thing to do. Effects are carried out in the order in which they are polled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Open a socket. There is never more than one.
    OpenSocket,
    /// Close the socket and forget it at once: nothing of it may be delivered afterwards, not even its close.
    CloseSocket {
        /// A code that browsers let a page use: 1000, or one from the private range.
        code: u16,
    },
    /// Send a text frame over the open socket.
    SendFrame(String),
    /// Put a message into the outbox on disk, in the order asked, and answer `OutboxSaved` or `OutboxUnsaved`.
    Save(Unsent),
    /// Remove a message from the outbox on disk.
    Forget(Nonce),
    /// Fetch a page of a room log over HTTP, and answer exactly once with `PageFetched` or `FetchFailed`.
    Fetch {
        /// To be repeated in the answer.
        request: u32,
        /// Whose log.
        room: RoomId,
        /// Which page.
        query: LogQuery,
    },
    /// Keep a read marker on disk, in place of the one of the same room.
    SaveRead(Mark),
}
