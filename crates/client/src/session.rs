//! The life of the connection: connecting, greeting, live, waiting for the next try.

use crate::Moment;

/// How the connection is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Connection {
    /// Not started, stopped, or closed by the server for good.
    Off,
    /// A socket is being opened, or `hello` waits for its answer.
    Connecting,
    /// The server has answered `hello`.
    Live,
    /// The next try is at this moment.
    Waiting {
        /// When.
        until: Moment,
    },
    /// The session ended; sign in again.
    SignedOut,
    /// This client is too old; reload.
    Outdated,
}
