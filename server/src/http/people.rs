//! `/api/v1/people`: who is here.

use axum::{Json, extract::State};
use hubbub_chat::{Chat, accounts};
use hubbub_protocol::{People, account::PeopleQuery};

use super::{Problem, extract::Query};
use crate::auth::Session;

/// `GET /api/v1/people`
pub(crate) async fn search(
    State(chat): State<Chat>,
    session: Session,
    Query(query): Query<PeopleQuery>,
) -> Result<Json<People>, Problem> {
    Ok(Json(People { people: accounts::search(&chat, &session.caller, &query.name).await? }))
}
