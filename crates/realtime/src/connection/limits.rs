//! How much one connection may ask for.

use std::time::{Duration, Instant};

/// Frames of any kind a connection may send.
pub(super) const FRAMES: Rate = Rate { per_second: 500, burst: 1_000 };
/// Typing signals a connection may send.
pub(super) const TYPING: Rate = Rate { per_second: 3, burst: 3 };
/// Commands that may wait for their answers; the socket is not read while so many do.
pub(super) const IN_FLIGHT: usize = 128;

/// How often something may happen.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rate {
    per_second: u32,
    burst: u32,
}

/// A token bucket that is refilled by the time it is told.
#[derive(Debug)]
pub(super) struct Bucket {
    rate: Rate,
    /// When the bucket would be full again; it is empty when that is a whole burst away.
    full_at: Instant,
}

impl Rate {
    fn duration(self, tokens: u32) -> Duration {
        Duration::from_secs(1) * tokens / self.per_second
    }
}

impl Bucket {
    /// A full bucket.
    pub(super) fn new(rate: Rate, now: Instant) -> Self {
        Self { rate, full_at: now }
    }

    /// Takes a token, or says how long it takes until there is one.
    pub(super) fn take(&mut self, now: Instant) -> Result<(), Duration> {
        let full_at = self.full_at.max(now) + self.rate.duration(1);
        let excess = full_at.duration_since(now).saturating_sub(self.rate.duration(self.rate.burst));
        if excess.is_zero() {
            self.full_at = full_at;
            Ok(())
        } else {
            Err(excess)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_burst_is_allowed_and_then_the_rate() {
        let start = crate::tests::start();
        let mut bucket = Bucket::new(TYPING, start);
        for _ in 0..3 {
            assert_eq!(bucket.take(start), Ok(()));
        }
        let wait = bucket.take(start).expect_err("the bucket is empty");
        assert!(wait > Duration::from_millis(330) && wait < Duration::from_millis(340), "{wait:?}");
        assert_eq!(bucket.take(start + wait), Ok(()));
        assert!(bucket.take(start + wait).is_err());
    }
}
