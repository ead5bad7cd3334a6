//! What is done from time to time, whether somebody asks for it or not.

use std::time::Duration;

use hubbub_chat::{
    Chat,
    sessions::{self, Terms},
};
use hubbub_realtime::Realtime;
use tokio::time::{self, MissedTickBehavior};
use tokio_util::sync::CancellationToken;

use crate::http::Problem;

/// How often.
const EVERY: Duration = Duration::from_hours(1);

/// Everything that upkeep needs.
pub(super) struct Upkeep {
    pub(super) chat: Chat,
    pub(super) realtime: Realtime,
    pub(super) terms: Terms,
}

impl Upkeep {
    /// Begins at once and goes on until `stop` is cancelled.
    pub(super) async fn run(self, stop: CancellationToken) {
        let mut hours = time::interval(EVERY);
        hours.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                _ = hours.tick() => self.look_after_sessions().await,
                () = stop.cancelled() => return,
            }
        }
    }

    /// An open socket is a use of its session; whoever is away for too long has to sign in again.
    async fn look_after_sessions(&self) {
        sessions::seen(&self.chat, self.realtime.sessions());
        match sessions::end_expired(&self.chat, self.terms).await {
            Ok(0) => {}
            Ok(count) => tracing::info!(count, "{count} sessions are over"),
            // A problem tells the operator what went wrong.
            Err(error) => drop(Problem::from(error)),
        }
    }
}
