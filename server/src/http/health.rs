//! `/healthz`: whether the server takes requests, for whatever watches over it.

use axum::{extract::State, http::StatusCode, response::IntoResponse};

use crate::lifecycle::Shutdown;

/// `GET /healthz`
pub(crate) async fn show(State(shutdown): State<Shutdown>) -> impl IntoResponse {
    if shutdown.has_begun() { (StatusCode::SERVICE_UNAVAILABLE, "draining\n") } else { (StatusCode::OK, "ok\n") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_server_that_is_about_to_end_takes_no_requests() {
        let shutdown = Shutdown::default();
        assert_eq!(show(State(shutdown.clone())).await.into_response().status(), StatusCode::OK);
        shutdown.begin();
        assert_eq!(show(State(shutdown)).await.into_response().status(), StatusCode::SERVICE_UNAVAILABLE);
    }
}
