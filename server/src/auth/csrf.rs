//! Refuses requests that a page of another site made a browser send.

use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, Method, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use hubbub_protocol::{ErrorCode, Refusal};

use crate::{config::origin::AllowedOrigins, http::Problem};

const SEC_FETCH_SITE: &str = "sec-fetch-site";

/// Lets a request through unless it changes something and comes from elsewhere.
pub(crate) async fn guard(State(origins): State<AllowedOrigins>, request: Request, next: Next) -> Response {
    let reads = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if reads || is_ours(request.headers(), &origins) { next.run(request).await } else { refusal().into_response() }
}

/// What a request from another site is told.
pub(crate) fn refusal() -> Problem {
    Refusal::new(ErrorCode::ForbiddenOrigin, "The request comes from a page of another site.").into()
}

/// Whether both headers by which browsers name the asking page agree that it is ours.
/// Without either of them no browser sent the request, so nobody was tricked into it.
fn is_ours(headers: &HeaderMap, origins: &AllowedOrigins) -> bool {
    let origin = headers.get(header::ORIGIN);
    match headers.get(SEC_FETCH_SITE).map(HeaderValue::as_bytes) {
        Some(b"cross-site" | b"same-site") => false,
        _ => origin.is_none_or(|origin| origins.allows(origin)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(site: Option<&'static str>, origin: Option<&'static str>, expected: bool) {
        let mut headers = HeaderMap::new();
        if let Some(site) = site {
            headers.insert(SEC_FETCH_SITE, HeaderValue::from_static(site));
        }
        if let Some(origin) = origin {
            headers.insert(header::ORIGIN, HeaderValue::from_static(origin));
        }
        assert_eq!(is_ours(&headers, &AllowedOrigins::loopback(3000)), expected, "{site:?} {origin:?}");
    }

    #[test]
    fn our_own_pages_may() {
        check(Some("same-origin"), Some("http://localhost:3000"), true);
        check(Some("none"), None, true);
        check(None, Some("http://127.0.0.1:3000"), true);
    }

    #[test]
    fn programs_without_a_page_may() {
        check(None, None, true);
    }

    #[test]
    fn pages_of_other_sites_may_not() {
        check(Some("cross-site"), Some("https://evil.example"), false);
        check(Some("cross-site"), Some("http://localhost:3000"), false);
        check(Some("cross-site"), None, false);
        check(Some("same-site"), Some("http://localhost:4000"), false);
        check(None, Some("https://evil.example"), false);
        check(None, Some("null"), false);
        check(Some("none"), Some("null"), false);
        check(Some("same-origin"), Some("null"), false);
    }

    #[test]
    fn a_name_that_was_pointed_at_this_machine_does_not_make_a_page_ours() {
        check(Some("same-origin"), Some("http://evil.example:3000"), false);
    }
}
