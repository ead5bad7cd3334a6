//! The outbox: what was written and has no answer yet.

use hubbub_protocol::{Nonce, RoomId, Timestamp};
use serde::{Deserialize, Serialize};

/// A message without an answer, as it stands on disk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unsent {
    /// Where to say it.
    pub room: RoomId,
    /// What the server recognises it by, however often it is sent.
    pub nonce: Nonce,
    /// What to say.
    pub body: String,
    /// Wall-clock time of writing, for showing.
    pub written_at: Timestamp,
    /// Its place among the messages of this outbox.
    pub order: u64,
}
