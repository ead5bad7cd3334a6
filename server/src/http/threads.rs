//! `/api/v1/rooms/{room}/threads/{root}`: the replies under one message.

use axum::{Json, extract::State};
use hubbub_chat::{Chat, threads};
use hubbub_protocol::{Excerpts, LogQuery, RoomId, Seq};

use super::{
    Problem,
    extract::{Id, Query},
};
use crate::auth::Session;

/// `GET /api/v1/rooms/{room}/threads/{root}`
pub(crate) async fn page(
    State(chat): State<Chat>,
    session: Session,
    Id((room, began)): Id<(RoomId, Seq)>,
    Query(query): Query<LogQuery>,
) -> Result<Json<Excerpts>, Problem> {
    Ok(Json(threads::page(&chat, &session.caller, room, began, query).await?))
}
