//! The only look at the clock: everything after it is a matter of adding.

use std::time::Instant;

/// A moment to count from.
#[expect(clippy::disallowed_methods, reason = "there is no other way to a first moment")]
pub(crate) fn start() -> Instant {
    Instant::now()
}
