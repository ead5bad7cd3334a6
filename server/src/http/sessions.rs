//! `/api/v1/sessions` and `/api/v1/session`: signing in and out, and who is signed in.

use axum::{
    Json as Answer,
    extract::State,
    http::{StatusCode, header::SET_COOKIE},
    response::{AppendHeaders, IntoResponse, Response},
};
use hubbub_protocol::{Delivery, SignIn, SignedIn};

use super::{Problem, extract::Json};
use crate::auth::{Session, Sessions};

/// `POST /api/v1/sessions`
pub(crate) async fn create(
    State(sessions): State<Sessions>,
    Json(SignIn { name, delivery }): Json<SignIn>,
) -> Result<Response, Problem> {
    let (account, token) = sessions.sign_up(&name).await?;
    Ok(match delivery {
        Delivery::Cookie => {
            let cookie = AppendHeaders([(SET_COOKIE, sessions.cookie(&token))]);
            (StatusCode::CREATED, cookie, Answer(SignedIn { account, token: None })).into_response()
        }
        Delivery::Bearer => (StatusCode::CREATED, Answer(SignedIn { account, token: Some(token) })).into_response(),
    })
}

/// `DELETE /api/v1/sessions`
pub(crate) async fn end(State(sessions): State<Sessions>) -> impl IntoResponse {
    (StatusCode::NO_CONTENT, AppendHeaders([(SET_COOKIE, sessions.cleared_cookie())]))
}

/// `GET /api/v1/session`
pub(crate) async fn show(session: Session) -> Answer<SignedIn> {
    Answer(SignedIn { account: session.caller.account().clone(), token: None })
}
