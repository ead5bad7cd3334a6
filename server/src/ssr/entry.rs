//! The pages by which people come in.

use axum::{
    extract::{Request, State},
    http::StatusCode,
    response::Response,
};
use hubbub_app::{Entry, Way, document::Page};
use hubbub_chat::{Chat, Error, invitations, resets};
use hubbub_protocol::{ErrorCode, Refusal, path};
use serde::Deserialize;

use super::render;
use crate::{
    app::AppState,
    auth::Sessions,
    http::{
        Problem,
        extract::{Link, Query},
    },
};

/// What a form is told in its address when it comes back.
#[derive(Debug, Deserialize)]
pub(super) struct Back {
    #[serde(default)]
    name: String,
    error: Option<ErrorCode>,
    field: Option<String>,
    limit: Option<u64>,
    wait: Option<u32>,
    next: Option<String>,
    /// `password` for somebody who has one, on a server where a name is enough.
    with: Option<String>,
}

impl Back {
    fn entry(self, way: Way, action: String) -> Page {
        let Self { name, error, field, limit, wait, next, .. } = self;
        let refusal = |code| Refusal { field, limit, retry_after_ms: wait, ..Refusal::new(code, "") };
        Page::Entry(Entry { way, action, name, refusal: error.map(refusal), next })
    }
}

/// `GET /sign-in`
pub(super) async fn sign_in(
    State(state): State<AppState>,
    Query(back): Query<Back>,
    State(sessions): State<Sessions>,
    request: Request,
) -> Response {
    let is_name_enough = sessions.is_open() && back.with.is_none();
    let way = if is_name_enough { Way::Name } else { Way::Password };
    render(&state, request, StatusCode::OK, back.entry(way, path::SIGN_IN_FORM.to_owned())).await
}

/// `GET /set-up/<secret>`
pub(super) async fn set_up(
    State(state): State<AppState>,
    State(sessions): State<Sessions>,
    link: Result<Link, Problem>,
    Query(back): Query<Back>,
    request: Request,
) -> Response {
    let Ok(Link(secret)) = link else { return answer(&state, request, Err(Error::NotFound)).await };
    let page = sessions.may_set_up(&secret).await;
    let page = page.map(|()| back.entry(Way::SetUp, path::with_secret(path::SET_UP_FORM, secret.reveal())));
    answer(&state, request, page).await
}

/// `GET /join/<secret>`
pub(super) async fn join(
    State(state): State<AppState>,
    State(chat): State<Chat>,
    link: Result<Link, Problem>,
    Query(back): Query<Back>,
    request: Request,
) -> Response {
    let Ok(Link(secret)) = link else { return answer(&state, request, Err(Error::NotFound)).await };
    let page = invitations::look(&chat, secret.hash()).await;
    let page = page.map(|_| back.entry(Way::Invitation, path::with_secret(path::JOIN_FORM, secret.reveal())));
    answer(&state, request, page).await
}

/// `GET /new-password/<secret>`
pub(super) async fn new_password(
    State(state): State<AppState>,
    State(chat): State<Chat>,
    link: Result<Link, Problem>,
    Query(back): Query<Back>,
    request: Request,
) -> Response {
    let Ok(Link(secret)) = link else { return answer(&state, request, Err(Error::NotFound)).await };
    let page = resets::look(&chat, secret.hash()).await;
    let page = page.map(|account| {
        let back = Back { name: account.name, ..back };
        back.entry(Way::NewPassword, path::with_secret(path::NEW_PASSWORD_FORM, secret.reveal()))
    });
    answer(&state, request, page).await
}

/// The form, or the page for a link that works no more: whatever is wrong with it, it looks the same.
async fn answer(state: &AppState, request: Request, page: hubbub_chat::Result<Page>) -> Response {
    let (status, page) = match page {
        Ok(page) => (StatusCode::OK, page),
        Err(Error::NotFound) => (StatusCode::NOT_FOUND, Page::LinkOver),
        Err(error) => {
            // A problem tells the operator what the visitor does not need to know.
            drop(Problem::from(error));
            (StatusCode::SERVICE_UNAVAILABLE, Page::Unavailable)
        }
    };
    render(state, request, status, page).await
}
