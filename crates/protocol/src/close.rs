//! Why a socket was closed, and what a client should do about it.

/// The close codes this protocol uses, from RFC 6455 and from the private range.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(u16)]
pub enum CloseCode {
    /// Done; do not reconnect by yourself.
    Normal = 1000,
    /// The page or the server goes away.
    GoingAway = 1001,
    /// The frame broke RFC 6455.
    Protocol = 1002,
    /// Only text frames are understood.
    Unsupported = 1003,
    /// A text frame was not UTF-8.
    InvalidPayload = 1007,
    /// No `hello` in time, or far too many frames.
    Policy = 1008,
    /// The frame or message is larger than `limits::FRAME`.
    TooLarge = 1009,
    /// The server failed; reconnect with backoff.
    Internal = 1011,
    /// The server restarts; reconnect after the delay that `draining` named.
    ServiceRestart = 1012,
    /// Too busy for a new connection; reconnect with backoff.
    TryAgainLater = 1013,
    /// The session ended; sign in again.
    SessionEnded = 4401,
    /// The client read too slowly; reconnect and resume.
    SlowConsumer = 4408,
    /// This client is too old for the server; reload.
    UpgradeRequired = 4426,
}

impl CloseCode {
    /// The number on the wire.
    pub const fn code(self) -> u16 {
        self as u16
    }

    /// Whether a client that did not ask for the close should connect again by itself.
    pub const fn is_resumable(code: u16) -> bool {
        !matches!(code, 1000 | 4401 | 4426)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_client_comes_back_unless_it_was_sent_away() {
        for code in [CloseCode::SlowConsumer, CloseCode::ServiceRestart, CloseCode::Internal] {
            assert!(CloseCode::is_resumable(code.code()), "{code:?}");
        }
        for code in [CloseCode::Normal, CloseCode::SessionEnded, CloseCode::UpgradeRequired] {
            assert!(!CloseCode::is_resumable(code.code()), "{code:?}");
        }
        // 1006 is what a browser reports when the network went away.
        assert!(CloseCode::is_resumable(1006));
    }
}
