//! What is checked before the protocol is switched, in this order: the page, the session, the subprotocol.

use axum::{
    extract::ws::{WebSocketUpgrade, rejection::WebSocketUpgradeRejection},
    http::{HeaderMap, header},
};
use hubbub_protocol::{ErrorCode, Refusal, SUBPROTOCOL};

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

/// Checks that the client wants a WebSocket and speaks this protocol.
pub(super) fn protocol(
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Result<WebSocketUpgrade, Refusal> {
    let upgrade = upgrade.map_err(|rejection| {
        Refusal::new(ErrorCode::UpgradeRequired, format!("This address is a WebSocket: {}.", rejection.body_text()))
    })?;
    if upgrade.requested_protocols().any(|offered| offered == SUBPROTOCOL) {
        Ok(upgrade)
    } else {
        let message = format!("Offer the subprotocol `{SUBPROTOCOL}`; this server speaks no other.");
        Err(Refusal::new(ErrorCode::UpgradeRequired, message))
    }
}
