//! How long to wait before the next try: full jitter, so that a thousand clients do not come back at once.

/// The longest first wait, in milliseconds.
pub(crate) const BASE_MS: u64 = 500;
/// The longest wait of all.
pub(crate) const CAP_MS: u64 = 30_000;

/// Pseudo-random numbers from a seed (splitmix64). Good enough for jitter, and for nothing else.
#[derive(Debug)]
pub(crate) struct Jitter(u64);

impl Jitter {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A number between zero and `most`, both included.
    pub(crate) fn up_to(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        bits ^= bits >> 31;
        // Widths here are a few seconds in milliseconds, so the bias of a remainder is far below notice.
        bits % (most + 1)
    }
}

/// Counts the tries that failed in a row.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Backoff {
    failures: u32,
}

impl Backoff {
    /// Milliseconds to wait after one more failure; at least one, so that a deadline is never due at once.
    pub(crate) fn fail(&mut self, jitter: &mut Jitter) -> u64 {
        let most = (BASE_MS << self.failures.min(6)).min(CAP_MS);
        self.failures = self.failures.saturating_add(1);
        jitter.up_to(most).max(1)
    }

    pub(crate) fn reset(&mut self) {
        self.failures = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wait_is_anywhere_between_nothing_and_a_bound_that_doubles_up_to_thirty_seconds() {
        let bounds = [500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000];
        let mut longest = [0; 9];
        let mut shortest = [u64::MAX; 9];
        for seed in 0..500 {
            let (mut backoff, mut jitter) = (Backoff::default(), Jitter::new(seed));
            for (at, bound) in bounds.iter().enumerate() {
                let wait = backoff.fail(&mut jitter);
                assert!(wait <= *bound, "try {at}: {wait}");
                longest[at] = longest[at].max(wait);
                shortest[at] = shortest[at].min(wait);
            }
        }
        for (at, bound) in bounds.iter().enumerate() {
            assert!(longest[at] > bound * 9 / 10 && shortest[at] < bound / 10, "the jitter is full at try {at}");
        }
    }

    #[test]
    fn after_a_reset_the_first_wait_is_short_again() {
        let (mut backoff, mut jitter) = (Backoff::default(), Jitter::new(1));
        for _ in 0..100 {
            backoff.fail(&mut jitter);
        }
        backoff.reset();
        assert!(backoff.fail(&mut jitter) <= BASE_MS);
    }
}
