//! No request takes for ever. A socket that was upgraded has its answer and is not affected.

use std::time::Duration;

use axum::{
    extract::Request,
    middleware::Next,
    response::{IntoResponse, Response},
};
use hubbub_protocol::{ErrorCode, Refusal};

use crate::http::Problem;

const LIMIT: Duration = Duration::from_secs(30);
const RETRY_AFTER_MS: u32 = 1_000;

/// Gives up on a request whose body or answer takes too long.
pub(crate) async fn limit_time(request: Request, next: Next) -> Response {
    tokio::time::timeout(LIMIT, next.run(request)).await.unwrap_or_else(|_| {
        let refusal = Refusal::new(ErrorCode::Overloaded, "The request took too long.");
        Problem::from(refusal.retry_after_ms(RETRY_AFTER_MS)).into_response()
    })
}
