//! `/api/v1/rooms`: the open rooms.

use axum::{Json, extract::State};
use hubbub_chat::{Chat, rooms};
use hubbub_protocol::RoomSummary;

use super::Problem;
use crate::auth::Session;

/// `GET /api/v1/rooms`
pub(crate) async fn list(State(chat): State<Chat>, session: Session) -> Result<Json<Vec<RoomSummary>>, Problem> {
    Ok(Json(rooms::list(&chat, &session.caller).await?))
}
