//! Sessions: where an account is signed in.

use serde::{Deserialize, Serialize};

use crate::{SessionId, Timestamp};

/// One of the caller's sessions, as `GET /api/v1/sessions` lists them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionSummary {
    /// Which session.
    pub id: SessionId,
    /// What signed in, as it called itself; empty when it did not say.
    pub client: String,
    /// When it began.
    pub began_at: Timestamp,
    /// When it was last used, to the hour.
    pub seen_at: Timestamp,
    /// Whether it is the one that asks.
    pub current: bool,
}
