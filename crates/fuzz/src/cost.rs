//! How much time an input may take: what takes longer the longer it is, more than in proportion, is an attack.

use std::time::Duration;

use rustix::time::{ClockId, clock_gettime};

/// What every 10 KiB may take, begun ones too.
const TIME: Duration = Duration::from_millis(100);
const LENGTH: usize = 10 * 1024;

/// Does what the server does with an input of so many bytes. Panics if it took this thread more time than it may.
pub(crate) fn bounded<T>(length: usize, work: impl FnOnce() -> T) -> T {
    let before = spent();
    let result = work();
    let spent = spent().saturating_sub(before);
    let allowed = TIME * u32::try_from(length.div_ceil(LENGTH).max(1)).unwrap_or(u32::MAX);
    assert!(spent <= allowed, "{length} bytes took {spent:?}, and {allowed:?} is allowed");
    result
}

/// Processor time of this thread, which other work on the machine does not change.
fn spent() -> Duration {
    Duration::try_from(clock_gettime(ClockId::ThreadCPUTime)).expect("a thread does not run for less than no time")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[should_panic(expected = "10240 bytes took")]
    fn what_takes_too_long_is_told() {
        bounded(10 * 1024, || while spent() < TIME * 2 {});
    }
}
