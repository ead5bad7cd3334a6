//! What a page reads from the server: at first with its document, later through the platform.

use hubbub_protocol::{Account, LogPage, Presence, Room, RoomSummary, Seq, Slug};
use serde::{Deserialize, Serialize};

/// What the workspace begins with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Start {
    /// What every page of it begins with.
    pub home: Home,
    /// The room that the address names, if it names one.
    pub room: Option<(Slug, Result<RoomData, ApiError>)>,
}

/// What every page of a signed-in person begins with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Home {
    /// Who is signed in.
    pub account: Account,
    /// The open rooms, whether the account is in them, and what is unread there.
    pub rooms: Vec<RoomSummary>,
    /// Up to where the account log reached, as it had the read markers of these rooms.
    pub account_version: Seq,
    /// The build that rendered the page.
    pub build: String,
}

/// What the page of a room begins with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoomData {
    /// The room.
    pub room: Room,
    /// The newest page of its log.
    pub page: LogPage,
    /// Who is here; empty where only the socket knows it.
    pub presence: Presence,
}

/// Why a read did not happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ApiError {
    /// It does not exist, or the caller may not know that it does.
    NotFound,
    /// Sign in first.
    SignedOut,
    /// The server cannot be reached or cannot answer now.
    Unavailable,
}
