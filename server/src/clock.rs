//! The real time and real randomness: the only place that asks the system for them.

use std::time::{SystemTime, UNIX_EPOCH};

use hubbub_chat::ports::{Clock, IdGen};
use hubbub_protocol::Timestamp;

/// The clock of the system.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the implementation of the clock")]
    fn now(&self) -> Timestamp {
        // A clock before 1970 is plainly wrong; the epoch is as good as any other wrong time.
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Timestamp::from_millis(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
    }
}

/// The random generator of the system.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SystemRandom;

impl SystemRandom {
    /// Bytes nobody can guess.
    #[expect(clippy::disallowed_methods, reason = "this is the implementation of the generator")]
    pub(crate) fn bytes<const N: usize>() -> [u8; N] {
        let mut bytes = [0; N];
        getrandom::fill(&mut bytes).expect("the system has randomness; nothing safe can be done without it");
        bytes
    }
}

impl IdGen for SystemRandom {
    fn random(&self) -> [u8; 10] {
        Self::bytes()
    }
}
