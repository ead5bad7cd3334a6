//! How a connection begins, stays alive and ends.

use serde::{Deserialize, Serialize};

use crate::{Account, ConnectionId, Epoch, Item, JoinedRoom, RoomId, Seq};

/// Command, and the first one of every connection: who speaks, and what they already hold. Answered by [`Welcome`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hello {
    /// `PROTOCOL_VERSION` of the client.
    pub protocol: u16,
    /// `FEATURE_LEVEL` of the client.
    pub feature_level: u16,
    /// Name and version of the client, for the operator's log.
    pub client: String,
    /// The epoch of the positions and the version below; absent when there are none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub epoch: Option<Epoch>,
    /// The rooms to resume; at most `limits::RESUME_ROOMS`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub resume: Vec<Position>,
    /// Up to where the client holds the account log, in the same epoch; absent when it holds nothing of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account_version: Option<Seq>,
}

/// Up to where a client holds a room log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Position {
    /// Which room.
    pub room: RoomId,
    /// The last entry it holds.
    pub after: Seq,
}

/// Reply: this connection is live.
///
/// One [`crate::RoomResumed`] or more follow for each room that was to be resumed, and live events after them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Welcome {
    /// Which connection this is; it appears in the server's log.
    pub connection: ConnectionId,
    /// Who is signed in.
    pub account: Account,
    /// The build of the server; a page of another build should reload when it is convenient.
    pub build: String,
    /// `FEATURE_LEVEL` of the server.
    pub feature_level: u16,
    /// The epoch of all positions of this server. If it is not the one in `hello`, discard what you hold.
    pub epoch: Epoch,
    /// Milliseconds between heartbeats; silence for much longer means the connection is dead.
    pub heartbeat_ms: u32,
    /// The rooms the account is a member of.
    pub rooms: Vec<JoinedRoom>,
    /// Up to where the account log reaches.
    #[serde(default)]
    pub account_version: Seq,
    /// What changed in it after the version in `hello`: every item once, as it is now. Without a version, or in another
    /// epoch, everything.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<Item>,
}

/// Event, regularly: the highest position of every room of the account and of its own log, so that no gap stays unnoticed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heartbeat {
    /// Where each room log stands.
    pub heads: Vec<Head>,
    /// Where the account log stands.
    #[serde(default)]
    pub account_version: Seq,
}

/// Where a room log stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// Which room.
    pub room: RoomId,
    /// Its highest position.
    pub head: Seq,
}

/// Event: the server is about to restart and will close this socket with 1012.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draining {
    /// Milliseconds to wait before connecting again; different for each client, so that not all come at once.
    pub retry_after_ms: u32,
}
