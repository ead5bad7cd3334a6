//! The headers every response has, errors included.

use axum::{
    extract::{Request, State},
    http::{HeaderName, HeaderValue, header},
    middleware::Next,
    response::Response,
};

use super::content_security_policy;

// Other sites never learn where a link was found. Our own forms must still name their origin: with `no-referrer`
// browsers would say `null` instead, and a plain form over http could not be told from one of another site.
const ALWAYS: [(HeaderName, HeaderValue); 5] = [
    (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (header::REFERRER_POLICY, HeaderValue::from_static("same-origin")),
    (HeaderName::from_static("permissions-policy"), HeaderValue::from_static(PERMISSIONS)),
    (HeaderName::from_static("cross-origin-opener-policy"), HeaderValue::from_static("same-origin")),
    (HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("same-origin")),
];

/// Everything powerful is off but what a chat uses: copying to the clipboard and full screen.
const PERMISSIONS: &str = "accelerometer=(), autoplay=(), browsing-topics=(), camera=(), display-capture=(), \
                           encrypted-media=(), geolocation=(), gyroscope=(), hid=(), magnetometer=(), microphone=(), \
                           midi=(), payment=(), publickey-credentials-get=(), screen-wake-lock=(), serial=(), usb=(), \
                           xr-spatial-tracking=(), clipboard-write=(self), fullscreen=(self)";

const ONE_YEAR: HeaderValue = HeaderValue::from_static("max-age=31536000");

/// What depends on the address under which people come.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SecurityHeaders {
    /// Whether browsers come over TLS and shall never come without.
    pub(crate) https: bool,
}

/// Adds the headers. A handler may be more precise about what is cached and what a page may load.
pub(crate) async fn secure_response(State(settings): State<SecurityHeaders>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.extend(ALWAYS);
    if settings.https {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, ONE_YEAR);
    }
    headers.entry(header::CONTENT_SECURITY_POLICY).or_insert(content_security_policy::NOTHING);
    // Nearly every answer depends on who asks; what does not says so itself.
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}
