//! How many checks passed and failed.

use std::fmt::{self, Display, Formatter};
use std::iter::Sum;
use std::ops::AddAssign;

/// Passed and failed; what was skipped is neither.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Counts {
    pub(super) passed: u64,
    pub(super) failed: u64,
}

impl Counts {
    /// One check.
    pub(super) fn one(passed: bool) -> Self {
        if passed { Self { passed: 1, failed: 0 } } else { Self { passed: 0, failed: 1 } }
    }

    /// A suite whose program ended badly has failed, even when no test in it did;
    /// one in which nothing ran has proved nothing.
    pub(super) fn or_failed(mut self, success: bool) -> Self {
        if self.failed == 0 && (!success || self.passed == 0) {
            self.failed = 1;
        }
        self
    }
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

impl Sum for Counts {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::default(), |mut sum, one| {
            sum += one;
            sum
        })
    }
}

impl Display for Counts {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} passed, {} failed", self.passed, self.failed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_suite_that_ended_badly_or_ran_nothing_has_failed() {
        let good = Counts { passed: 3, failed: 0 };
        assert_eq!(good.or_failed(true), good);
        assert_eq!(good.or_failed(false), Counts { passed: 3, failed: 1 });
        assert_eq!(Counts::default().or_failed(true), Counts { passed: 0, failed: 1 });
        let bad = Counts { passed: 3, failed: 2 };
        assert_eq!(bad.or_failed(false), bad);
    }

    #[test]
    fn the_last_line_reads_as_promised() {
        assert_eq!(Counts { passed: 12, failed: 0 }.to_string(), "12 passed, 0 failed");
    }
}
