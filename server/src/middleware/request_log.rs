//! A span and one line per request: what was asked and what came of it, but neither bodies, tokens nor addresses.

use axum::{
    extract::{MatchedPath, Request},
    middleware::Next,
    response::Response,
};
use tokio::time::Instant;
use tracing::Instrument;

/// Runs the request in a span and logs its end.
pub(crate) async fn log_request(request: Request, next: Next) -> Response {
    let method = request.method().clone();
    // The pattern, not the address: an address may name rooms, people and what they searched for.
    let route = request.extensions().get::<MatchedPath>().map_or("unknown", MatchedPath::as_str).to_owned();
    let span = tracing::info_span!("request", %method, route);
    let began = Instant::now();
    let response = next.run(request).instrument(span.clone()).await;
    let (status, duration_ms) = (response.status().as_u16(), began.elapsed().as_millis());
    span.in_scope(|| {
        if status >= 500 {
            tracing::warn!(status, duration_ms, "{method} {route} was answered with {status}");
        } else {
            tracing::debug!(status, duration_ms, "{method} {route} was answered with {status}");
        }
    });
    response
}
