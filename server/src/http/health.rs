//! `/healthz`: whether the server takes requests, for whatever watches over it.

use axum::{extract::State, http::StatusCode, response::IntoResponse};

use crate::lifecycle::Shutdown;

/// `GET /healthz`
pub(crate) async fn show(State(shutdown): State<Shutdown>) -> impl IntoResponse {
    if shutdown.has_begun() { (StatusCode::SERVICE_UNAVAILABLE, "draining\n") } else { (StatusCode::OK, "ok\n") }
}
