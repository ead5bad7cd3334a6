//! `/api/v1/sessions` and `/api/v1/session`: signing in and out, and where one is signed in.

use axum::{
    Json as Answer,
    extract::State,
    http::{HeaderMap, StatusCode, header::SET_COOKIE},
    response::{AppendHeaders, IntoResponse, Response},
};
use hubbub_chat::{Chat, sessions as use_case};
use hubbub_protocol::{Delivery, SessionId, SessionSummary, SignIn, SignedIn};

use super::{
    Problem,
    extract::{Id, Json},
};
use crate::auth::{Network, Session, Sessions};

/// `POST /api/v1/sessions`
pub(crate) async fn create(
    State(sessions): State<Sessions>,
    from: Network,
    headers: HeaderMap,
    Json(SignIn { name, password, delivery }): Json<SignIn>,
) -> Result<Response, Problem> {
    let (account, token) = sessions.sign_in(&name, password, from, &headers).await?;
    Ok(match delivery {
        Delivery::Cookie => {
            let cookie = AppendHeaders([(SET_COOKIE, sessions.cookie(&token))]);
            (StatusCode::CREATED, cookie, Answer(SignedIn { account, token: None })).into_response()
        }
        Delivery::Bearer => {
            let token = Some(token.reveal().to_owned());
            (StatusCode::CREATED, Answer(SignedIn { account, token })).into_response()
        }
    })
}

/// `GET /api/v1/sessions`
pub(crate) async fn list(State(chat): State<Chat>, session: Session) -> Result<Answer<Vec<SessionSummary>>, Problem> {
    Ok(Answer(use_case::list(&chat, &session.caller).await?))
}

/// `DELETE /api/v1/sessions`. Whoever is signed out already stays so.
pub(crate) async fn end(
    State(sessions): State<Sessions>,
    State(chat): State<Chat>,
    session: Option<Session>,
) -> Result<impl IntoResponse, Problem> {
    if let Some(session) = session {
        use_case::sign_out(&chat, &session.caller).await?;
    }
    Ok((StatusCode::NO_CONTENT, AppendHeaders([(SET_COOKIE, sessions.cleared_cookie())])))
}

/// `DELETE /api/v1/sessions/<session>`
pub(crate) async fn end_one(
    State(chat): State<Chat>,
    session: Session,
    Id(id): Id<SessionId>,
) -> Result<StatusCode, Problem> {
    use_case::end_one(&chat, &session.caller, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// `GET /api/v1/session`
pub(crate) async fn show(session: Session) -> Answer<SignedIn> {
    Answer(SignedIn { account: session.caller.account().clone(), token: None })
}
