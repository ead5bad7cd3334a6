//! Requests with every detail in the hands of the test.

use std::net::SocketAddr;

use axum::body::{Body, Bytes, to_bytes};
use hubbub_protocol::Refusal;
use hyper::{HeaderMap, Method, Request, client::conn::http1, header};
use hyper_util::rt::TokioIo;
use serde::{Serialize, de::DeserializeOwned};
use tokio::{net::TcpStream, task::JoinSet};

use super::within_patience;

/// A request that is not sent yet.
#[derive(Debug, Clone)]
pub(crate) struct Ask {
    method: Method,
    path: String,
    headers: HeaderMap,
    body: Bytes,
}

impl Ask {
    pub(crate) fn new(method: Method, path: &str) -> Self {
        Self { method, path: path.to_owned(), headers: HeaderMap::new(), body: Bytes::new() }
    }

    pub(crate) fn get(path: &str) -> Self {
        Self::new(Method::GET, path)
    }

    pub(crate) fn post(path: &str) -> Self {
        Self::new(Method::POST, path)
    }

    pub(crate) fn delete(path: &str) -> Self {
        Self::new(Method::DELETE, path)
    }

    pub(crate) fn header(mut self, name: &'static str, value: &str) -> Self {
        self.headers.append(name, value.parse().expect("a header"));
        self
    }

    pub(crate) fn json(self, body: &impl Serialize) -> Self {
        let body = serde_json::to_vec(body).expect("it can be written as JSON");
        self.header("content-type", "application/json").body(body)
    }

    pub(crate) fn form(self, fields: &[(&str, &str)]) -> Self {
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        self.header("content-type", "application/x-www-form-urlencoded").body(body)
    }

    pub(crate) fn body(mut self, body: impl Into<Bytes>) -> Self {
        self.body = body.into();
        self
    }

    /// Sends it over a connection of its own.
    pub(crate) async fn send(self, address: SocketAddr) -> Answer {
        let what = format!("{} {}", self.method, self.path);
        within_patience(&what, self.exchange(address)).await
    }

    async fn exchange(self, address: SocketAddr) -> Answer {
        let stream = TcpStream::connect(address).await.expect("the server accepts");
        let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await.expect("a fresh connection");
        let mut driving = JoinSet::new();
        driving.spawn(connection);
        let mut request = Request::builder().method(self.method).uri(self.path).body(Body::from(self.body));
        let request = request.as_mut().expect("a whole request");
        *request.headers_mut() = self.headers;
        request.headers_mut().insert(header::HOST, address.to_string().parse().expect("an address is a host"));
        let (head, body) = sender.send_request(std::mem::take(request)).await.expect("an answer").into_parts();
        let body = to_bytes(Body::new(body), usize::MAX).await.expect("a whole answer");
        Answer { status: head.status.as_u16(), headers: head.headers, body }
    }
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Answer {
    /// A header, or an empty text.
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().expect("text"))
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub(crate) fn json<T: DeserializeOwned>(&self) -> T {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error} in {}", self.text()))
    }

    /// Why it was refused, after a look at the form of the refusal.
    pub(crate) fn refusal(&self) -> Refusal {
        assert_eq!(self.header("content-type"), "application/problem+json", "{} {}", self.status, self.text());
        self.json()
    }
}
