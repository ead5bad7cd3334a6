//! Everything together, on memory and without a socket.

mod catching_up;
mod ending;
mod greeting;
mod leaving;
pub(crate) mod line;
mod live;
mod presence;
mod publishing;
mod reading;
mod scene;
mod typing;

use std::time::Instant;

/// Any moment; tests count from here.
#[expect(clippy::disallowed_methods, reason = "there is no other way to get a first moment")]
pub(crate) fn start() -> Instant {
    Instant::now()
}
