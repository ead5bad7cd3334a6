//! Many measured durations, and what they say.

use std::time::Duration;

/// Durations in microseconds, kept whole: an exact p99 costs four bytes a sample.
#[derive(Debug, Clone, Default)]
pub struct Latencies(Vec<u32>);

impl Latencies {
    /// Adds a measurement.
    pub fn add(&mut self, measured: Duration) {
        self.0.push(u32::try_from(measured.as_micros()).unwrap_or(u32::MAX));
    }

    /// Adds all measurements of another.
    pub fn merge(&mut self, other: &Self) {
        self.0.extend(&other.0);
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// The duration that so many of a thousand measurements do not exceed; zero without measurements.
    pub fn permille(&self, permille: usize) -> Duration {
        let mut sorted = self.0.clone();
        sorted.sort_unstable();
        let rank = (sorted.len() * permille).div_ceil(1_000).saturating_sub(1);
        Duration::from_micros(sorted.get(rank).copied().unwrap_or(0).into())
    }

    /// Half of the measurements do not exceed it.
    pub fn p50(&self) -> Duration {
        self.permille(500)
    }

    /// 99 of 100 measurements do not exceed it.
    pub fn p99(&self) -> Duration {
        self.permille(990)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_measurements() {
        let mut latencies = Latencies::default();
        for millis in (1..=100).rev() {
            latencies.add(Duration::from_millis(millis));
        }
        assert_eq!(latencies.p50(), Duration::from_millis(50));
        assert_eq!(latencies.p99(), Duration::from_millis(99));
        assert_eq!(latencies.permille(1_000), Duration::from_millis(100));
        assert_eq!(Latencies::default().p99(), Duration::ZERO);
    }
}
