//! Who asks for a page.

use axum::{
    extract::{Request, State},
    http::{HeaderName, StatusCode, header},
    middleware::Next,
    response::Response,
};
use hubbub_chat::Caller;

use crate::{auth::Sessions, http::Problem};

const LEPTOS_REDIRECT: HeaderName = HeaderName::from_static("serverfnredirect");

/// Whoever asks for a page, signed in or not.
#[derive(Clone)]
pub(super) struct Visitor(Option<Caller>);

impl Visitor {
    /// The account, if one is signed in.
    pub(super) fn caller(&self) -> Option<Caller> {
        self.0.clone()
    }
}

/// Looks the session up once, before the page is rendered.
pub(super) async fn identify(
    State(sessions): State<Sessions>,
    mut request: Request,
    next: Next,
) -> Result<Response, Problem> {
    let session = sessions.find(request.headers()).await?;
    request.extensions_mut().insert(Visitor(session.map(|session| session.caller)));
    let mut response = next.run(request).await;
    // To whoever does not ask for HTML, leptos tells the way only in a header of its own.
    response.headers_mut().remove(LEPTOS_REDIRECT);
    if response.status() == StatusCode::OK && response.headers().contains_key(header::LOCATION) {
        *response.status_mut() = StatusCode::FOUND;
    }
    Ok(response)
}
