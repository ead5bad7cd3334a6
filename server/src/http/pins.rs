//! `/api/v1/rooms/{room}/pins`: what is pinned to a room.

use axum::{Json, extract::State};
use hubbub_chat::{Chat, pins};
use hubbub_protocol::{Excerpts, RoomId};

use super::{Problem, extract::Id};
use crate::auth::Session;

/// `GET /api/v1/rooms/{room}/pins`
pub(crate) async fn list(
    State(chat): State<Chat>,
    session: Session,
    Id(room): Id<RoomId>,
) -> Result<Json<Excerpts>, Problem> {
    Ok(Json(pins::list(&chat, &session.caller, room).await?))
}
