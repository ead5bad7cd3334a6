//! What time it is.

use std::cell::Cell;

use hubbub_client::Moment;
use hubbub_protocol::Timestamp;

/// A difference between the clocks that a correction of the wall clock alone seldom makes.
const SLEPT_MS: f64 = 2_000.0;

/// A clock that never goes back, and that went on while the device slept: the monotonic clock of some browsers does
/// not, and then a connection that died meanwhile would look fresh.
#[derive(Default)]
pub(super) struct Clock {
    slept: Cell<f64>,
    /// What the wall showed when the page began, as far as both clocks agree.
    began: Cell<Option<f64>>,
}

impl Clock {
    pub(super) fn now(&self) -> Moment {
        let ran = crate::window().performance().map_or(0.0, |performance| performance.now());
        let wall = js_sys::Date::now();
        let began = self.began.get().unwrap_or(wall - ran);
        let slept = wall - ran - began;
        if self.began.get().is_none() || slept > self.slept.get() + SLEPT_MS {
            self.slept.set(slept.max(0.0));
        }
        self.began.set(Some(began));
        Moment::from_millis(whole(ran + self.slept.get()).unsigned_abs())
    }
}

/// The time of the clock on the wall.
pub(super) fn wall() -> Timestamp {
    Timestamp::from_millis(whole(js_sys::Date::now()))
}

#[expect(clippy::cast_possible_truncation, reason = "milliseconds since 1970 are far below 2^53")]
fn whole(millis: f64) -> i64 {
    millis as i64
}
