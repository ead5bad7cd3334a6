//! `/api/v1/rooms/{room}/log`: pages of a room log.

use axum::{Json, extract::State};
use hubbub_chat::{Chat, log};
use hubbub_protocol::{LogPage, LogQuery, RoomId};

use super::{
    Problem,
    extract::{Id, Query},
};
use crate::auth::Session;

/// `GET /api/v1/rooms/{room}/log`
pub(crate) async fn page(
    State(chat): State<Chat>,
    session: Session,
    Id(room): Id<RoomId>,
    Query(query): Query<LogQuery>,
) -> Result<Json<LogPage>, Problem> {
    Ok(Json(log::page(&chat, &session.caller, room, query).await?))
}
