//! Seeded randomness, so that a run can be repeated from the number it printed.

use std::time::Duration;

use hubbub_protocol::Nonce;

/// A small generator (SplitMix64): fast, seedable and good enough to spread load and faults.
#[derive(Debug, Clone)]
pub struct Random(u64);

impl Random {
    /// The generator of this seed.
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A generator of its own for one part of a run, so that the parts do not disturb each other's numbers.
    #[must_use]
    pub fn fork(&mut self) -> Self {
        Self(self.draw())
    }

    /// The next number.
    pub fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end`, which must not be zero.
    pub fn below(&mut self, end: u64) -> u64 {
        self.draw() % end
    }

    /// An index into something of this length, which must not be empty.
    pub fn index(&mut self, length: usize) -> usize {
        let length = u64::try_from(length).expect("lengths fit into 64 bits");
        usize::try_from(self.below(length)).expect("it is below a usize")
    }

    /// A duration from `shortest` up to `longest`, in milliseconds.
    pub fn between(&mut self, shortest: Duration, longest: Duration) -> Duration {
        let span = longest.saturating_sub(shortest).as_millis();
        let span = u64::try_from(span).unwrap_or(u64::MAX - 1);
        shortest + Duration::from_millis(self.below(span + 1))
    }

    /// A new nonce.
    pub fn nonce(&mut self) -> Nonce {
        let mut bytes = [0; 10];
        bytes[..8].copy_from_slice(&self.draw().to_be_bytes());
        bytes[8..].copy_from_slice(&self.draw().to_be_bytes()[..2]);
        Nonce::new(crate::clock::wall(), bytes)
    }
}

/// A seed nobody chose, for runs that did not ask for one.
#[expect(clippy::disallowed_methods, reason = "the lab's source of seeds")]
pub fn seed() -> u64 {
    let mut bytes = [0; 8];
    getrandom::fill(&mut bytes).expect("the system gives random bytes");
    u64::from_le_bytes(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_numbers() {
        let (mut one, mut other) = (Random::new(7), Random::new(7));
        assert_eq!(one.draw(), other.draw());
        assert_ne!(one.fork().draw(), one.draw());
    }

    #[test]
    fn durations_stay_between_their_bounds() {
        let (shortest, longest) = (Duration::from_millis(200), Duration::from_millis(202));
        let mut random = Random::new(1);
        let drawn: Vec<_> = (0..100).map(|_| random.between(shortest, longest)).collect();
        assert!(drawn.iter().all(|drawn| (shortest..=longest).contains(drawn)));
        assert!(drawn.contains(&shortest) && drawn.contains(&longest));
    }
}
