//! What happens around every request, in the order of [`router`](crate::router).
//!
//! From the outside in: the response gets its security headers, whatever answers below; the request gets a span and
//! one line in the log; it may take 30 seconds; a page of another site is turned away; only then a handler runs.

pub(crate) mod content_security_policy;
mod request_log;
mod security_headers;
mod time_limit;

pub(crate) use request_log::log_request;
pub(crate) use security_headers::{SecurityHeaders, secure_response};
pub(crate) use time_limit::limit_time;

use tower_http::{
    CompressionLevel,
    compression::{
        CompressionLayer,
        predicate::{Predicate, SizeAbove},
    },
};

/// Bytes of the largest request body; uploads will have a limit of their own.
pub(crate) const BODY_LIMIT: usize = 64 * 1024;

/// Smaller bodies fit into one packet anyway.
const COMPRESS_ABOVE: u64 = 1024;

/// Compresses answers at the level that costs the least time, which is most of the gain for JSON.
pub(crate) fn compression() -> CompressionLayer<impl Predicate> {
    CompressionLayer::new().quality(CompressionLevel::Fastest).compress_when(SizeAbove::new(COMPRESS_ABOVE))
}

#[cfg(test)]
mod tests;
