//! `/api/v1/rooms/{room}/messages/{seq}`: one message with its history.

use axum::{Json, extract::State};
use hubbub_chat::{Chat, messages};
use hubbub_protocol::{MessageInfo, RoomId, Seq};

use super::{Problem, extract::Id};
use crate::auth::Session;

/// `GET /api/v1/rooms/{room}/messages/{seq}`
pub(crate) async fn info(
    State(chat): State<Chat>,
    session: Session,
    Id((room, seq)): Id<(RoomId, Seq)>,
) -> Result<Json<MessageInfo>, Problem> {
    Ok(Json(messages::info(&chat, &session.caller, room, seq).await?))
}
