//! The cookie that carries a session token in browsers.

use axum::http::{HeaderMap, HeaderValue};
use axum_extra::extract::cookie::CookieJar;
use cookie::{Cookie, SameSite, time::Duration};

use super::token::LIFETIME_DAYS;

/// The name and the flags of the cookie.
#[derive(Debug, Clone, Copy)]
pub(super) struct SessionCookie {
    secure: bool,
}

impl SessionCookie {
    /// The cookie for an address with or without TLS.
    pub(super) fn new(secure: bool) -> Self {
        Self { secure }
    }

    /// A `Set-Cookie` with a token.
    pub(super) fn holding(self, token: &str) -> HeaderValue {
        self.header(token, Duration::days(LIFETIME_DAYS))
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
