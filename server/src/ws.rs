//! The WebSocket: who may open one, and how its frames become calls.

mod closing;
mod gate;
mod handshake;
mod pump;
mod socket;

use std::panic::AssertUnwindSafe;

use axum::{
    extract::{Request, State},
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use futures::FutureExt as _;
use hubbub_chat::Caller;
use hubbub_protocol::{ErrorCode, Refusal, limits};
use hubbub_realtime::{Permit, Realtime};
use tracing::Instrument as _;

use crate::{auth::Session, config::origin::AllowedOrigins, http::Problem, lifecycle::Shutdown};

use handshake::{Handshake, Switch};

/// `GET /ws`: opens a socket for a session of ours, and for nobody else.
pub(crate) async fn upgrade(
    State(realtime): State<Realtime>,
    State(origins): State<AllowedOrigins>,
    State(shutdown): State<Shutdown>,
    session: Option<Session>,
    mut request: Request,
) -> Response {
    let admitted = gate::session(request.headers(), &origins, session).and_then(|session| {
        let handshake = handshake::check(&mut request)?;
        let permit = realtime.admit(session.caller.id())?;
        Ok((session.caller, handshake, permit))
    });
    match admitted {
        Ok((caller, handshake, permit)) => open(handshake, &shutdown, realtime, caller, permit),
        Err(refusal) => refused(refusal),
    }
}

fn open(handshake: Handshake, shutdown: &Shutdown, realtime: Realtime, caller: Caller, permit: Permit) -> Response {
    let (response, switch) = handshake.grant();
    shutdown.spawn(serve(switch, realtime, caller, permit));
    response
}

/// Runs a connection to its end. A panic ends this one alone, and dropping its state removes it everywhere.
async fn serve(switch: Switch, realtime: Realtime, caller: Caller, permit: Permit) {
    let account = caller.id();
    let (transport, socket) = match switch.done(limits::FRAME).await {
        Ok(switched) => switched,
        Err(error) => {
            tracing::warn!(account.id = %account, %error, "an upgrade of account {account} failed after it was granted");
            return;
        }
    };
    let (connection, outbound) = realtime.accept(permit, caller, transport, pump::now());
    let id = connection.id();
    // Below the usual level, where it costs an idle connection no memory; what is told names the connection itself.
    let span = tracing::debug_span!("connection", connection.id = %id, account.id = %account);
    let running = AssertUnwindSafe(pump::run(socket, connection, outbound).instrument(span));
    if let Ok(end) = running.catch_unwind().await {
        tracing::debug!(connection.id = %id, account.id = %account, "connection {id} ended: {end:?}");
    } else {
        tracing::error!(connection.id = %id, account.id = %account, "connection {id} panicked");
    }
}

fn refused(refusal: Refusal) -> Response {
    let is_upgrade_required = refusal.code == ErrorCode::UpgradeRequired;
    let mut response = Problem::from(refusal).into_response();
    if is_upgrade_required {
        response.headers_mut().insert(header::UPGRADE, HeaderValue::from_static("websocket"));
    }
    response
}

#[cfg(test)]
mod tests;
