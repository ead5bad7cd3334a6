//! The address under which people find this Hubbub.

use std::fmt;

use url::{Host, Url};

/// An address with nothing but a scheme, a host and perhaps a port.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PublicUrl {
    origin: String,
    https: bool,
}

impl PublicUrl {
    /// Reads an address; the reason reads on after the place where it stands.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let wrong = |what: &str| Err(format!("`{text}` {what}; write it like https://chat.example.org"));
        let Ok(url) = Url::parse(text) else { return wrong("is not a web address") };
        let https = match url.scheme() {
            "https" => true,
            "http" => false,
            _ => return wrong("must begin with https:// or http://"),
        };
        if !url.username().is_empty() || url.password().is_some() {
            return wrong("must not hold a name or password");
        }
        if url.path() != "/" || url.query().is_some() || url.fragment().is_some() {
            return wrong("must end after the host and port, because Hubbub has an address of its own");
        }
        if matches!(url.host(), Some(Host::Ipv4(ip)) if ip.is_unspecified())
            || matches!(url.host(), Some(Host::Ipv6(ip)) if ip.is_unspecified())
        {
            return wrong("is an address to listen on, not one that people can visit");
        }
        Ok(Self { origin: url.origin().ascii_serialization(), https })
    }

    /// A good address, for tests.
    #[cfg(test)]
    pub(crate) fn example(text: &str) -> Self {
        Self::parse(text).expect("a good address")
    }

    /// The origin as browsers write it: lower case, without a default port.
    pub(crate) fn origin(&self) -> &str {
        &self.origin
    }

    /// Whether browsers come over TLS.
    pub(crate) fn is_https(&self) -> bool {
        self.https
    }
}

impl fmt::Display for PublicUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.origin)
    }
}
