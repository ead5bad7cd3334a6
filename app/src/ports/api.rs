//! Bulk reads: in the browser over HTTP, on the server in process.

use async_trait::async_trait;
use hubbub_protocol::{Account, LogPage, LogQuery, Presence, Room, RoomId, RoomSummary};
use serde::{Deserialize, Serialize};

/// What every page of a signed-in person begins with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Home {
    /// Who is signed in.
    pub account: Account,
    /// The open rooms, and whether the account is in them.
    pub rooms: Vec<RoomSummary>,
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

/// Bulk reads.
#[async_trait]
pub trait ChatApi: Send + Sync {
    /// Who is signed in, and the rooms there are.
    async fn home(&self) -> Result<Home, ApiError>;
    /// The room at this address.
    async fn room(&self, slug: &str) -> Result<RoomData, ApiError>;
    /// A page of a room log.
    async fn log(&self, room: RoomId, query: LogQuery) -> Result<LogPage, ApiError>;
}
