//! The opening handshake of RFC 6455, sections 4.2.1 and 4.2.2.
//!
//! It is our own so that the connection comes out as it is: frames are written to it by whoever has some, which the
//! socket of axum does not allow.

use std::{io, sync::Arc};

use axum::{
    body::Body,
    http::{HeaderMap, HeaderName, HeaderValue, Method, Request, Response, StatusCode, Version, header},
};
use axum_extra::headers::{HeaderMapExt as _, SecWebsocketAccept, SecWebsocketKey};
use hubbub_protocol::{ErrorCode, Refusal, SUBPROTOCOL};
use hubbub_websocket::Reader;
use hyper::upgrade::OnUpgrade;
use hyper_util::rt::TokioIo;

use super::socket::ClientSocket;
use crate::listen::{Counted, Transport};

/// Characters of the key: sixteen bytes in base64.
const KEY: usize = 24;

/// A request to switch that can be granted.
pub(super) struct Handshake {
    accept: SecWebsocketAccept,
    switch: Switch,
}

/// The connection, as soon as it has switched.
pub(super) struct Switch(OnUpgrade);

/// Checks that the client wants a WebSocket and speaks this protocol.
pub(super) fn check<B>(request: &mut Request<B>) -> Result<Handshake, Refusal> {
    let headers = request.headers();
    let missing = if request.method() != Method::GET || request.version() != Version::HTTP_11 {
        Some("open it with GET and HTTP/1.1")
    } else if !lists(headers, header::CONNECTION, "upgrade") || !lists(headers, header::UPGRADE, "websocket") {
        Some("ask to upgrade the connection to `websocket`")
    } else if headers.get(header::SEC_WEBSOCKET_VERSION).is_none_or(|version| version != "13") {
        Some("`Sec-WebSocket-Version` must be 13")
    } else {
        None
    };
    if let Some(missing) = missing {
        return Err(refusal(format!("This address is a WebSocket: {missing}.")));
    }
    if !lists(headers, header::SEC_WEBSOCKET_PROTOCOL, SUBPROTOCOL) {
        return Err(refusal(format!("Offer the subprotocol `{SUBPROTOCOL}`; this server speaks no other.")));
    }
    let is_key = headers.get(header::SEC_WEBSOCKET_KEY).is_some_and(|key| key.len() == KEY);
    let key = headers.typed_get::<SecWebsocketKey>().filter(|_| is_key);
    let Some(key) = key else {
        return Err(refusal("This address is a WebSocket: `Sec-WebSocket-Key` must be 16 bytes in base64.".to_owned()));
    };
    let switch = Switch(hyper::upgrade::on(request));
    Ok(Handshake { accept: SecWebsocketAccept::from(key), switch })
}

impl Handshake {
    /// The answer that grants it, and the connection to come.
    pub(super) fn grant(self) -> (Response<Body>, Switch) {
        let mut response = Response::new(Body::empty());
        *response.status_mut() = StatusCode::SWITCHING_PROTOCOLS;
        let headers = response.headers_mut();
        headers.insert(header::CONNECTION, HeaderValue::from_static("upgrade"));
        headers.insert(header::UPGRADE, HeaderValue::from_static("websocket"));
        headers.insert(header::SEC_WEBSOCKET_PROTOCOL, HeaderValue::from_static(SUBPROTOCOL));
        headers.typed_insert(self.accept);
        (response, self.switch)
    }
}

impl Switch {
    /// The connection, and the socket on it, which begins with what the client has sent already and takes no message
    /// of more than `limit` bytes.
    pub(super) async fn done(self, limit: usize) -> io::Result<(Arc<Transport>, ClientSocket)> {
        let upgraded = self.0.await.map_err(io::Error::other)?;
        let parts = upgraded.downcast::<TokioIo<Counted>>().map_err(|_| io::Error::other("it is not one of ours"))?;
        let transport = Arc::new(parts.io.into_inner().into_transport());
        // The bytes are copied: kept, they would keep the whole read buffer of the HTTP connection.
        let socket = ClientSocket::new(Arc::clone(&transport), Reader::new(parts.read_buf.to_vec(), limit));
        Ok((transport, socket))
    }
}

fn refusal(message: String) -> Refusal {
    Refusal::new(ErrorCode::UpgradeRequired, message)
}

/// Whether a header has this among its comma-separated values.
fn lists(headers: &HeaderMap, name: HeaderName, wanted: &str) -> bool {
    let values = headers.get_all(name).into_iter().filter_map(|value| value.to_str().ok());
    values.flat_map(|value| value.split(',')).any(|value| value.trim().eq_ignore_ascii_case(wanted))
}
