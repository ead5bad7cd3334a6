//! Where a request comes from, as far as limits are concerned.

use std::net::{IpAddr, Ipv6Addr};

use axum::{
    extract::{FromRef, FromRequestParts},
    http::request::Parts,
};

use crate::{config::Proxies, http::Problem, listen::Peer};

/// A network that counts as one: an address of IPv4, or the part of one of IPv6 that a household or a machine in a data
/// centre gets as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Network(IpAddr);

impl Network {
    /// The network of an address.
    pub(crate) fn of(address: IpAddr) -> Self {
        match address.to_canonical() {
            IpAddr::V6(address) => Self(Ipv6Addr::from_bits(address.to_bits() & !u128::from(u64::MAX)).into()),
            address @ IpAddr::V4(_) => Self(address),
        }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Network
where
    Proxies: FromRef<S>,
{
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        // Every connection that was accepted has a peer; without one, as in some tests, all are one network.
        let peer = parts.extensions.get().map_or(IpAddr::V6(Ipv6Addr::UNSPECIFIED), |Peer(address)| *address);
        Ok(Self::of(Proxies::from_ref(state).client(peer, &parts.headers)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn same(one: &str, other: &str, expected: bool) {
        let network = |text: &str| Network::of(text.parse().expect("an address"));
        assert_eq!(network(one) == network(other), expected, "{one} {other}");
    }

    #[test]
    fn an_address_of_version_four_is_a_network_and_half_of_one_of_version_six() {
        same("192.0.2.1", "192.0.2.1", true);
        same("192.0.2.1", "192.0.2.2", false);
        same("::ffff:192.0.2.1", "192.0.2.1", true);
        same("2001:db8:1:2:3::4", "2001:db8:1:2:ffff::", true);
        same("2001:db8:1:2::", "2001:db8:1:3::", false);
    }
}
