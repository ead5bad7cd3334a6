//! Who may open a socket: checked before the protocol is switched, the page first and then the session.

use axum::http::{HeaderMap, header};
use hubbub_protocol::{ErrorCode, Refusal};

use crate::{
    auth::{Proof, Session},
    config::origin::AllowedOrigins,
};

/// Checks where the request comes from, and then who makes it.
///
/// Browsers let every page open a socket to every server and send the cookie along; only `Origin` tells whose page
/// it is. What is no browser sends none, and then has to hold a token.
pub(super) fn session(
    headers: &HeaderMap,
    origins: &AllowedOrigins,
    session: Option<Session>,
) -> Result<Session, Refusal> {
    let mut sent = headers.get_all(header::ORIGIN).iter();
    let is_ours = match (sent.next(), sent.next()) {
        (Some(origin), None) => origins.allows(origin),
        (Some(_), Some(_)) => false,
        (None, _) => match &session {
            Some(session) => session.proof == Proof::Bearer,
            None => headers.contains_key(header::AUTHORIZATION),
        },
    };
    if is_ours {
        session.ok_or_else(|| Refusal::new(ErrorCode::Unauthenticated, "Sign in first."))
    } else {
        let message = "Only pages of this server may open a socket; others need a bearer token and no `Origin`.";
        Err(Refusal::new(ErrorCode::ForbiddenOrigin, message))
    }
}
