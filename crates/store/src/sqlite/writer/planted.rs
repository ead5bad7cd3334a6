//! A planted fault, to show that the lab's checker finds it: units are answered before they are on disk.

use std::time::Duration;

use super::{Ran, finish};

/// How long a crash has to fall between the answer and the commit.
const WINDOW: Duration = Duration::from_millis(20);

/// Says that nobody should keep anything in this server.
pub(super) fn warn() {
    tracing::error!(
        "THIS SERVER WAS BUILT TO LOSE MESSAGES (planted-ack-before-commit): use it for nothing but testing the lab"
    );
}

/// Tells everybody that their unit is on disk, which it is not.
#[expect(clippy::disallowed_methods, reason = "the fault is a pause at the worst moment")]
pub(super) fn acknowledge_too_early(ran: &mut Vec<Ran>) {
    for Ran { unit, failed } in ran.drain(..) {
        finish(unit, failed.map_or(Ok(()), |failed| Err(failed.into())));
    }
    std::thread::sleep(WINDOW);
}
