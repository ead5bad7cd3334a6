//! Which pages may use this Hubbub: those whose `Origin` is exactly one of ours.

use std::sync::Arc;

use axum::http::HeaderValue;

use super::PublicUrl;

/// The origins whose pages may change something or open a socket; cheap to clone.
#[derive(Debug, Clone)]
pub(crate) struct AllowedOrigins(Arc<[String]>);

impl AllowedOrigins {
    /// Only the public address.
    pub(crate) fn public(url: &PublicUrl) -> Self {
        Self([url.origin().to_owned()].into())
    }

    /// The names of this machine, for a server that nobody else can reach.
    pub(crate) fn loopback(port: u16) -> Self {
        let suffix = if port == 80 { String::new() } else { format!(":{port}") };
        Self(["127.0.0.1", "localhost", "[::1]"].map(|host| format!("http://{host}{suffix}")).into())
    }

    /// Whether a request with this `Origin` comes from one of our pages.
    ///
    /// Browsers write an origin in exactly one way, so the bytes must be equal: anything more lenient,
    /// such as comparing ends or ignoring case, only lets others in.
    pub(crate) fn allows(&self, origin: &HeaderValue) -> bool {
        self.0.iter().any(|allowed| allowed.as_bytes() == origin.as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(origins: &AllowedOrigins, origin: &'static str, expected: bool) {
        assert_eq!(origins.allows(&HeaderValue::from_static(origin)), expected, "{origin:?}");
    }

    fn public(url: &str) -> AllowedOrigins {
        AllowedOrigins::public(&PublicUrl::example(url))
    }

    #[test]
    fn only_the_public_address_is_allowed() {
        let origins = public("https://chat.example.org");
        check(&origins, "https://chat.example.org", true);
        for other in [
            "",
            "null",
            "https://evil.example",
            "http://chat.example.org",
            "https://chat.example.org:8443",
            "https://sub.chat.example.org",
            "https://example.org",
            "https://chat.example.org.evil.example",
            "https://evilchat.example.org",
            "https://chat.example.or",
            "https://CHAT.example.org",
            "HTTPS://chat.example.org",
            "https://chat.example.org.",
            "https://chat.example.org/",
            "https://chat.example.org https://evil.example",
            "https://chat.example.org@evil.example",
            "wss://chat.example.org",
        ] {
            check(&origins, other, false);
        }
    }

    #[test]
    fn the_public_address_is_compared_as_browsers_write_it() {
        check(&public("HTTPS://Chat.Example.Org:443/"), "https://chat.example.org", true);
        check(&public("http://192.168.1.5:80"), "http://192.168.1.5", true);
        check(&public("https://chat.example.org:8443"), "https://chat.example.org:8443", true);
        check(&public("https://bücher.example"), "https://xn--bcher-kva.example", true);
    }

    #[test]
    fn without_a_public_address_this_machine_is_allowed_under_its_three_names() {
        let origins = AllowedOrigins::loopback(3000);
        for ours in ["http://127.0.0.1:3000", "http://localhost:3000", "http://[::1]:3000"] {
            check(&origins, ours, true);
        }
        for other in ["http://localhost", "https://localhost:3000", "http://localhost:30001", "http://127.0.0.2:3000"] {
            check(&origins, other, false);
        }
        check(&AllowedOrigins::loopback(80), "http://localhost", true);
    }
}
