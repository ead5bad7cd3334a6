//! Signs of life, in both directions.

use std::time::{Duration, Instant};

use hubbub_protocol::limits;

/// How often the server shows that it lives, and asks whether the client does.
const INTERVAL: Duration = Duration::from_millis(limits::HEARTBEAT_MS as u64);
/// Nothing heard for so long means that nobody is there. With a second left to announce it, that is within the
/// 45 s that presence has for a silent death.
const SILENCE: Duration = Duration::from_secs(44);

/// When the last sign came and when the next one is due.
#[derive(Debug)]
pub(super) struct Heartbeat {
    heard_at: Instant,
    next: Instant,
}

/// What a look at the clock gives.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Beat {
    /// Nothing is due.
    Wait,
    /// The next sign of life is due.
    Due,
    /// The client is not there any more.
    Dead,
}

impl Heartbeat {
    pub(super) fn new(now: Instant) -> Self {
        Self { heard_at: now, next: now + INTERVAL }
    }

    /// Something came from the client.
    pub(super) fn heard(&mut self, now: Instant) {
        self.heard_at = now;
    }

    /// When to look again.
    pub(super) fn deadline(&self) -> Instant {
        self.next.min(self.heard_at + SILENCE)
    }

    pub(super) fn look(&mut self, now: Instant) -> Beat {
        if now >= self.heard_at + SILENCE {
            Beat::Dead
        } else if now >= self.next {
            self.next = now + INTERVAL;
            Beat::Due
        } else {
            Beat::Wait
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_client_that_answers_lives_for_ever_and_a_silent_one_does_not() {
        let start = crate::tests::start();
        let mut heartbeat = Heartbeat::new(start);
        let mut now = start;
        for _ in 0..10 {
            now = heartbeat.deadline();
            assert_eq!(heartbeat.look(now), Beat::Due);
            heartbeat.heard(now);
            assert_eq!(heartbeat.look(now), Beat::Wait);
        }
        assert_eq!(now, start + 10 * INTERVAL);
        assert_eq!(heartbeat.look(heartbeat.deadline()), Beat::Due);
        assert_eq!(heartbeat.look(heartbeat.deadline()), Beat::Dead);
        assert_eq!(heartbeat.deadline(), now + SILENCE);
    }
}
