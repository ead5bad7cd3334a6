//! What happens around requests, without a server.

use std::time::Duration;

use axum::{
    Json, Router,
    body::Body,
    extract::Request,
    http::{StatusCode, header},
    middleware::from_fn,
    response::Response,
    routing::get,
};
use tower::ServiceExt;

use super::*;

async fn answer(router: Router, path: &str, accepted: &str) -> Response {
    let request = Request::get(path).header(header::ACCEPT_ENCODING, accepted).body(Body::empty());
    router.oneshot(request.expect("a request")).await.expect("routers always answer")
}

fn encoding(response: &Response) -> &str {
    response.headers().get(header::CONTENT_ENCODING).map_or("", |value| value.to_str().expect("text"))
}

#[tokio::test]
async fn large_answers_are_compressed_and_small_ones_are_not() {
    let large = || async { Json(vec!["General"; 1_000]) };
    let small = || async { Json(vec!["General"; 10]) };
    let router = Router::new().route("/large", get(large)).route("/small", get(small)).layer(compression());
    for (path, accepted, expected) in [
        ("/large", "gzip, deflate, br", "br"),
        ("/large", "gzip", "gzip"),
        ("/large", "identity", ""),
        ("/small", "gzip, deflate, br", ""),
    ] {
        let response = answer(router.clone(), path, accepted).await;
        assert_eq!(encoding(&response), expected, "{path} {accepted}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_request_that_takes_too_long_is_given_up() {
    let never = || std::future::pending::<()>();
    let slow = || tokio::time::sleep_until(tokio::time::Instant::now() + Duration::from_secs(29));
    let router = Router::new().route("/never", get(never)).route("/slow", get(slow)).layer(from_fn(limit_time));
    let response = answer(router.clone(), "/never", "").await;
    assert_eq!(response.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(response.headers()[header::RETRY_AFTER], "1");
    assert_eq!(answer(router, "/slow", "").await.status(), StatusCode::OK);
}
