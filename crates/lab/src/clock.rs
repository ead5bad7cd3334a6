//! Real time. A bench measures, so it is one of the few places that read clocks; the rest takes time from here.

use std::{
    sync::OnceLock,
    time::{Duration, SystemTime},
};

use hubbub_client::Moment;
use hubbub_protocol::Timestamp;
use tokio::time::{Instant, MissedTickBehavior};

/// Now, on the clock that never jumps.
pub fn now() -> Instant {
    Instant::now()
}

/// Now, as the client counts time.
pub fn moment() -> Moment {
    Moment::from_millis(u64::try_from(started().elapsed().as_millis()).unwrap_or(u64::MAX))
}

/// The same in microseconds, to measure with.
pub fn moment_micros() -> u64 {
    u64::try_from(started().elapsed().as_micros()).unwrap_or(u64::MAX)
}

/// When that moment is.
pub fn instant(moment: Moment) -> Instant {
    started() + Duration::from_millis(moment.as_millis())
}

fn started() -> Instant {
    static STARTED: OnceLock<Instant> = OnceLock::new();
    *STARTED.get_or_init(now)
}

/// Now, as people read it from a wall.
#[expect(clippy::disallowed_methods, reason = "the lab's clock")]
pub fn wall() -> Timestamp {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    Timestamp::from_millis(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}

/// Looks at a condition every `pace` until it holds or `limit` has passed, and says whether it held.
///
/// For what cannot be waited on, such as the state of another process.
pub async fn holds_within(limit: Duration, pace: Duration, mut condition: impl FnMut() -> bool) -> bool {
    let mut ticks = paced(pace);
    let looking = async {
        loop {
            ticks.tick().await;
            if condition() {
                return;
            }
        }
    };
    tokio::time::timeout(limit, looking).await.is_ok()
}

/// Ticks that keep their rate: what a busy machine delays comes late, but it comes.
pub fn paced(pace: Duration) -> tokio::time::Interval {
    let mut ticks = tokio::time::interval(pace);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Burst);
    ticks
}
