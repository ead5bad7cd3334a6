//! The WebSocket: who may open one, and how its frames become calls. Nothing else touches axum's socket.

mod closing;
mod gate;
mod pump;
mod socket;

use std::panic::AssertUnwindSafe;

use axum::{
    extract::{
        State,
        ws::{WebSocket, WebSocketUpgrade, rejection::WebSocketUpgradeRejection},
    },
    http::{HeaderMap, HeaderValue, header},
    response::{IntoResponse, Response},
};
use futures::FutureExt as _;
use hubbub_chat::Caller;
use hubbub_protocol::{ErrorCode, Refusal, SUBPROTOCOL, limits};
use hubbub_realtime::{Permit, Realtime};
use tracing::Instrument as _;

use crate::{auth::Session, config::origin::AllowedOrigins, http::Problem};

/// Bytes read at once. tungstenite reserves them for every socket, also for an idle one.
const READ_BUFFER: usize = 2 * 1024;
/// Bytes collected before they are written without being flushed.
const WRITE_BUFFER: usize = 4 * 1024;
/// Bytes that may wait to be written. The pump waits for each frame, so it is reached only by one single frame;
/// the largest is the `welcome` of an account in very many rooms.
const WRITE_BUFFER_MAX: usize = 4 * 1024 * 1024;

/// `GET /ws`: opens a socket for a session of ours, and for nobody else.
pub(crate) async fn upgrade(
    State(realtime): State<Realtime>,
    State(origins): State<AllowedOrigins>,
    session: Option<Session>,
    headers: HeaderMap,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Response {
    let admitted = gate::session(&headers, &origins, session).and_then(|session| {
        let upgrade = gate::protocol(upgrade)?;
        let permit = realtime.admit(session.caller.id())?;
        Ok((session.caller, upgrade, permit))
    });
    match admitted {
        Ok((caller, upgrade, permit)) => open(upgrade, realtime, caller, permit),
        Err(refusal) => refused(refusal),
    }
}

fn open(upgrade: WebSocketUpgrade, realtime: Realtime, caller: Caller, permit: Permit) -> Response {
    let account = caller.id();
    upgrade
        .protocols([SUBPROTOCOL])
        .read_buffer_size(READ_BUFFER)
        .write_buffer_size(WRITE_BUFFER)
        .max_write_buffer_size(WRITE_BUFFER_MAX)
        .max_message_size(limits::FRAME)
        .max_frame_size(limits::FRAME)
        .on_failed_upgrade(move |error| {
            tracing::warn!(account.id = %account, %error, "an upgrade of account {account} failed after it was granted");
        })
        .on_upgrade(move |socket| serve(socket, realtime, caller, permit))
}

/// Runs a connection to its end. A panic ends this one alone, and dropping its state removes it everywhere.
async fn serve(socket: WebSocket, realtime: Realtime, caller: Caller, permit: Permit) {
    let account = caller.id();
    let (connection, outbound) = realtime.accept(permit, caller, pump::now());
    let id = connection.id();
    let span = tracing::info_span!("connection", connection.id = %id, account.id = %account);
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
