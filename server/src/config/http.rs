//! `[http]`: how to listen, and under which address people come.

use std::{net::SocketAddr, time::Duration};

use super::{Key, Layers, Problem, Proxies, PublicUrl};

pub(super) const LISTEN: Key = Key {
    section: "http",
    name: "listen",
    flag: "listen",
    variable: "HUBBUB_LISTEN",
    value_name: "ADDRESS",
    bare: None,
    help: "Address and port to listen on; port 0 picks a free one",
    default: Some("127.0.0.1:3000"),
    otherwise: "",
};

pub(super) const PUBLIC_URL: Key = Key {
    section: "http",
    name: "public_url",
    flag: "public-url",
    variable: "HUBBUB_PUBLIC_URL",
    value_name: "URL",
    bare: None,
    help: "Where people find this Hubbub, such as https://chat.example.org; only pages from there may use it",
    default: None,
    otherwise: "this machine only",
};

pub(super) const MAX_CONNECTIONS: Key = Key {
    section: "http",
    name: "max_connections",
    flag: "max-connections",
    variable: "HUBBUB_MAX_CONNECTIONS",
    value_name: "NUMBER",
    bare: None,
    help: "Connections open at once, within the limit of open files; further ones are turned away",
    default: Some("10000"),
    otherwise: "",
};

pub(super) const HEADER_TIMEOUT: Key = Key {
    section: "http",
    name: "header_timeout",
    flag: "header-timeout",
    variable: "HUBBUB_HEADER_TIMEOUT",
    value_name: "SECONDS",
    bare: None,
    help: "Seconds a connection may take, or stay idle, until a whole request header has arrived",
    default: Some("10"),
    otherwise: "",
};

/// How to listen, and under which address people come.
#[derive(Debug)]
pub(crate) struct Http {
    /// The address to listen on.
    pub(crate) listen: SocketAddr,
    /// The address people use; without one, those of this machine.
    pub(crate) public_url: Option<PublicUrl>,
    /// How many connections may be open at once, if the limit of open files allows as many.
    pub(crate) max_connections: usize,
    /// How long a request header may take.
    pub(crate) header_timeout: Duration,
    /// Whose word counts about who asks.
    pub(crate) trusted_proxies: Proxies,
}

impl Http {
    pub(super) fn read(layers: &mut Layers) -> Self {
        Self {
            // A wrong value has left a problem behind, so what stands in for it here is never used.
            listen: layers.value(&LISTEN, address).unwrap_or_else(|| SocketAddr::from(([127, 0, 0, 1], 0))),
            public_url: layers.value(&PUBLIC_URL, PublicUrl::parse),
            max_connections: layers.value(&MAX_CONNECTIONS, connections).unwrap_or_default(),
            header_timeout: layers.value(&HEADER_TIMEOUT, seconds).unwrap_or_default(),
            trusted_proxies: Proxies::read(layers),
        }
    }

    /// What does not fit together.
    pub(super) fn validate(&self) -> Option<Problem> {
        let exposed = !self.listen.ip().is_loopback() && self.public_url.is_none();
        exposed.then(|| {
            Problem(format!(
                "Hubbub would listen on {}, which other machines can reach, without knowing its own address: \
                 set --public-url or HUBBUB_PUBLIC_URL to the address people will use",
                self.listen
            ))
        })
    }
}

fn address(text: &str) -> Result<SocketAddr, String> {
    text.parse().map_err(|_| format!("`{text}` is not an address with a port, such as 127.0.0.1:3000 or [::]:3000"))
}

fn connections(text: &str) -> Result<usize, String> {
    text.parse().ok().filter(|number| *number > 0).ok_or_else(|| format!("`{text}` is not a number above zero"))
}

fn seconds(text: &str) -> Result<Duration, String> {
    let seconds = text.parse().ok().filter(|seconds| (1..=600).contains(seconds));
    seconds.map(Duration::from_secs).ok_or_else(|| format!("`{text}` is not a number of seconds from 1 to 600"))
}
