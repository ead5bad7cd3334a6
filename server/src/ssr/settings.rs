//! The pages of settings, and the forms on them.

mod people;

use axum::{
    Router,
    extract::{FromRequestParts, OptionalFromRequestParts, Request, State},
    http::{StatusCode, request::Parts},
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use hubbub_app::{AccountSettings, document::Page};
use hubbub_chat::{Chat, accounts, sessions};
use hubbub_protocol::{ErrorCode, Refusal, SessionId, path};
use serde::Deserialize;

use super::render;
use crate::{
    app::AppState,
    auth::{Network, Session, Sessions},
    http::{
        Problem,
        entry::back_to,
        extract::{Form, Query},
    },
};

/// Everything below `/settings`.
pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route(path::ACCOUNT_SETTINGS, get(account))
        .route(path::CHANGE_PASSWORD_FORM, post(change_password))
        .route(path::END_SESSION_FORM, post(end_session))
        .merge(people::routes())
}

/// Somebody with a session, on a page: whoever has none is asked to sign in first.
struct Visitor(Session);

impl FromRequestParts<AppState> for Visitor {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Response> {
        match <Session as OptionalFromRequestParts<AppState>>::from_request_parts(parts, state).await {
            Ok(Some(session)) => Ok(Self(session)),
            Ok(None) => Err(Redirect::to(path::SIGN_IN_FORM).into_response()),
            Err(problem) => Err(problem.into_response()),
        }
    }
}

/// What came of a form, in the address of the page that it leads back to.
#[derive(Debug, Default, Deserialize)]
struct Outcome {
    done: Option<String>,
    error: Option<ErrorCode>,
    field: Option<String>,
    limit: Option<u64>,
    wait: Option<u32>,
}

impl Outcome {
    fn said(self) -> Option<Result<(), Refusal>> {
        let Self { done, error, field, limit, wait } = self;
        match error {
            Some(code) => Some(Err(Refusal { field, limit, retry_after_ms: wait, ..Refusal::new(code, "") })),
            None => done.map(|_| Ok(())),
        }
    }
}

/// Back to the page of a form.
fn back(page: &str, outcome: Result<(), Problem>) -> Response {
    let address = match outcome {
        Ok(()) => format!("{page}?done=1"),
        Err(problem) => back_to(page, problem.refusal(), "", None),
    };
    Redirect::to(&address).into_response()
}

/// `GET /settings/account`
async fn account(
    State(state): State<AppState>,
    State(chat): State<Chat>,
    Visitor(session): Visitor,
    Query(outcome): Query<Outcome>,
    request: Request,
) -> Response {
    let caller = &session.caller;
    let read = async {
        let has_password = accounts::has_password(&chat, caller).await?;
        Ok((has_password, sessions::list(&chat, caller).await?))
    };
    let (status, page) = match read.await {
        Ok((has_password, sessions)) => {
            let settings = AccountSettings {
                name: caller.account().name.clone(),
                has_password,
                sessions,
                looks_after_people: caller.role().is_administrative(),
                said: outcome.said(),
            };
            (StatusCode::OK, Page::AccountSettings(settings))
        }
        Err(error) => unavailable(error),
    };
    render(&state, request, status, page).await
}

fn unavailable(error: hubbub_chat::Error) -> (StatusCode, Page) {
    // A problem tells the operator what the visitor does not need to know.
    drop(Problem::from(error));
    (StatusCode::SERVICE_UNAVAILABLE, Page::Unavailable)
}

#[derive(Deserialize)]
struct ChangePassword {
    #[serde(default)]
    old: String,
    new: String,
}

/// `POST /settings/account/password`
async fn change_password(
    State(manager): State<Sessions>,
    Visitor(session): Visitor,
    from: Network,
    Form(ChangePassword { old, new }): Form<ChangePassword>,
) -> Response {
    back(path::ACCOUNT_SETTINGS, manager.change_password(&session, old, new, from).await)
}

#[derive(Debug, Deserialize)]
struct EndSession {
    session: SessionId,
}

/// `POST /settings/account/sign-out`
async fn end_session(
    State(chat): State<Chat>,
    Visitor(session): Visitor,
    Form(EndSession { session: id }): Form<EndSession>,
) -> Response {
    let ended = sessions::end_one(&chat, &session.caller, id).await;
    back(path::ACCOUNT_SETTINGS, ended.map_err(Problem::from))
}
