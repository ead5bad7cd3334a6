//! Which proxies are believed when they say for whom they ask (S29).

use std::{net::IpAddr, sync::Arc};

use axum::http::HeaderMap;

use super::{Key, Layers};

const FORWARDED_FOR: &str = "x-forwarded-for";

pub(super) const TRUSTED_PROXIES: Key = Key {
    section: "http",
    name: "trusted_proxies",
    flag: "trusted-proxies",
    variable: "HUBBUB_TRUSTED_PROXIES",
    value_name: "ADDRESSES",
    bare: None,
    help: "Proxies whose X-Forwarded-For is believed, such as 127.0.0.1,10.0.0.0/8; limits then count who is behind them",
    default: None,
    otherwise: "nobody is believed",
};

/// The proxies that are believed; cheap to clone.
#[derive(Debug, Clone, Default)]
pub(crate) struct Proxies(Arc<[Range]>);

/// Addresses that begin with the same bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Range {
    first: IpAddr,
    bits: u8,
}

impl Proxies {
    pub(super) fn read(layers: &mut Layers) -> Self {
        layers.value(&TRUSTED_PROXIES, parse).unwrap_or_default()
    }

    /// For whom this peer asks: itself, unless it is a proxy that is believed.
    ///
    /// Each proxy adds whom it heard at the end of the header, so it is read from there, as far as those who wrote it
    /// are believed. What stands before may be anybody's invention.
    pub(crate) fn client(&self, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
        let mut client = peer.to_canonical();
        let values: Vec<_> = headers.get_all(FORWARDED_FOR).iter().filter_map(|value| value.to_str().ok()).collect();
        let mut heard = values.iter().rev().flat_map(|value| value.rsplit(',')).map(str::trim);
        while self.trusts(client)
            && let Some(Ok(before)) = heard.next().map(str::parse::<IpAddr>)
        {
            client = before.to_canonical();
        }
        client
    }

    fn trusts(&self, address: IpAddr) -> bool {
        self.0.iter().any(|range| range.holds(address))
    }
}

impl Range {
    fn holds(self, address: IpAddr) -> bool {
        let (one, other, width) = match (self.first, address) {
            (IpAddr::V4(one), IpAddr::V4(other)) => (u128::from(one.to_bits()), u128::from(other.to_bits()), 32),
            (IpAddr::V6(one), IpAddr::V6(other)) => (one.to_bits(), other.to_bits(), 128),
            _ => return false,
        };
        (one ^ other).checked_shr(width - u32::from(self.bits)).unwrap_or(0) == 0
    }
}

fn parse(text: &str) -> Result<Proxies, String> {
    let ranges: Result<Vec<_>, _> = text.split(',').map(str::trim).filter(|it| !it.is_empty()).map(range).collect();
    Ok(Proxies(ranges?.into()))
}

fn range(text: &str) -> Result<Range, String> {
    let wrong = || format!("`{text}` is not an address, such as 127.0.0.1, or a network, such as 10.0.0.0/8");
    let (address, bits) = text.split_once('/').map_or((text, None), |(address, bits)| (address, Some(bits)));
    let first: IpAddr = address.parse().map_err(|_| wrong())?;
    let width = if first.is_ipv4() { 32 } else { 128 };
    let bits = bits.map_or(Ok(width), str::parse).map_err(|_| wrong())?;
    if bits <= width { Ok(Range { first, bits }) } else { Err(wrong()) }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    #[track_caller]
    fn check(trusted: &str, peer: &str, forwarded: &[&'static str], expected: &str) {
        let proxies = parse(trusted).expect("good addresses");
        let mut headers = HeaderMap::new();
        for value in forwarded {
            headers.append(FORWARDED_FOR, HeaderValue::from_static(value));
        }
        let client = proxies.client(peer.parse().expect("an address"), &headers);
        assert_eq!(client.to_string(), expected, "{trusted} {peer} {forwarded:?}");
    }

    #[test]
    fn nobody_is_believed_unless_it_was_said() {
        check("", "203.0.113.7", &["198.51.100.1"], "203.0.113.7");
        check("127.0.0.1", "203.0.113.7", &["198.51.100.1"], "203.0.113.7");
        check("", "127.0.0.1", &["198.51.100.1"], "127.0.0.1");
    }

    #[test]
    fn a_proxy_is_believed_about_whom_it_heard_itself() {
        check("127.0.0.1", "127.0.0.1", &["198.51.100.1"], "198.51.100.1");
        check("127.0.0.1", "127.0.0.1", &["6.6.6.6, 198.51.100.1"], "198.51.100.1");
        check("127.0.0.1", "127.0.0.1", &["6.6.6.6", "198.51.100.1"], "198.51.100.1");
        check("127.0.0.1, 10.0.0.0/8", "127.0.0.1", &["6.6.6.6, 198.51.100.1, 10.1.2.3"], "198.51.100.1");
        check("::1", "::1", &["2001:db8::1"], "2001:db8::1");
        check("127.0.0.1", "::ffff:127.0.0.1", &["198.51.100.1"], "198.51.100.1");
    }

    #[test]
    fn what_is_no_address_ends_the_chain() {
        check("127.0.0.1", "127.0.0.1", &["unknown"], "127.0.0.1");
        check("127.0.0.1, 10.0.0.0/8", "127.0.0.1", &["198.51.100.1, x, 10.1.2.3"], "10.1.2.3");
        check("127.0.0.1", "127.0.0.1", &[], "127.0.0.1");
    }

    #[test]
    fn a_network_is_as_wide_as_it_says() {
        check("10.0.0.0/8", "10.255.0.1", &["198.51.100.1"], "198.51.100.1");
        check("10.0.0.0/8", "11.0.0.1", &["198.51.100.1"], "11.0.0.1");
        check("0.0.0.0/0", "11.0.0.1", &["198.51.100.1"], "198.51.100.1");
        check("fd00::/8", "fd12::1", &["2001:db8::1"], "2001:db8::1");
    }

    #[test]
    fn what_is_no_network_is_named() {
        for text in ["localhost", "10.0.0.0/33", "10.0.0.0/x", "10.0.0/8"] {
            assert!(parse(text).expect_err("it is none").contains("is not an address"), "{text}");
        }
    }
}
