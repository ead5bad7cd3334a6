//! The cookie that carries a session token in browsers.

use axum::http::{HeaderMap, HeaderValue};
use axum_extra::extract::cookie::CookieJar;
use cookie::{Cookie, SameSite, time::Duration};

/// The name, the age and the flags of the cookie.
#[derive(Debug, Clone, Copy)]
pub(super) struct SessionCookie {
    secure: bool,
    max_age: Duration,
}

impl SessionCookie {
    /// The cookie for an address with or without TLS, which browsers keep for so many milliseconds.
    pub(super) fn new(secure: bool, longest_ms: i64) -> Self {
        Self { secure, max_age: Duration::milliseconds(longest_ms) }
    }

    /// A `Set-Cookie` with a token.
    pub(super) fn holding(self, token: &str) -> HeaderValue {
        self.header(token, self.max_age)
    }

    /// A `Set-Cookie` that removes the token.
    pub(super) fn cleared(self) -> HeaderValue {
        self.header("", Duration::ZERO)
    }

    /// The token that a request carries.
    pub(super) fn read(self, headers: &HeaderMap) -> Option<String> {
        CookieJar::from_headers(headers).get(self.name()).map(|cookie| cookie.value().to_owned())
    }

    /// Browsers take the prefix as a promise that the cookie was set by this very host, over TLS.
    fn name(self) -> &'static str {
        if self.secure { "__Host-hubbub" } else { "hubbub" }
    }

    fn header(self, token: &str, max_age: Duration) -> HeaderValue {
        let cookie = Cookie::build((self.name(), token))
            .http_only(true)
            .secure(self.secure)
            .same_site(SameSite::Lax)
            .path("/")
            .max_age(max_age)
            .build();
        HeaderValue::try_from(cookie.to_string()).expect("tokens are base64 and ASCII, so they fit into a header")
    }
}
