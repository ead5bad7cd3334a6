//! Who asks for a page.

use axum::{
    extract::{Request, State},
    middleware::Next,
    response::Response,
};
use hubbub_chat::Caller;

use crate::{auth::Sessions, http::Problem};

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
    Ok(next.run(request).await)
}
