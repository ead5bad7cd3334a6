//! Just enough of a browser: it keeps the session cookie and says which page asks.

use std::net::SocketAddr;

use hubbub_protocol::{Delivery, SignIn, path};

use super::{Answer, Ask};

/// A browser that shows one of our own pages.
#[derive(Debug)]
pub(crate) struct Browser {
    address: SocketAddr,
    cookie: Option<String>,
}

impl Browser {
    pub(crate) fn new(address: SocketAddr) -> Self {
        Self { address, cookie: None }
    }

    /// Signs in as the page with scripts does.
    pub(crate) async fn sign_in(&mut self, name: &str) -> Answer {
        let request = SignIn { name: name.to_owned(), password: None, delivery: Delivery::Cookie };
        self.send(Ask::post(path::SESSIONS).json(&request)).await
    }

    pub(crate) async fn get(&mut self, path: &str) -> Answer {
        self.send(Ask::get(path)).await
    }

    /// Sends a request with what a browser adds, and keeps the cookie that comes back.
    pub(crate) async fn send(&mut self, ask: Ask) -> Answer {
        let origin = format!("http://{}", self.address);
        let mut ask = ask.header("origin", &origin).header("sec-fetch-site", "same-origin");
        if let Some(cookie) = &self.cookie {
            ask = ask.header("cookie", cookie);
        }
        let answer = ask.send(self.address).await;
        let set_cookie = answer.header("set-cookie");
        if set_cookie.contains("Max-Age=0") {
            self.cookie = None;
        } else if let Some((cookie, _flags)) = set_cookie.split_once(';') {
            self.cookie = Some(cookie.to_owned());
        }
        answer
    }

    /// The cookie as it is sent.
    pub(crate) fn cookie(&self) -> Option<&str> {
        self.cookie.as_deref()
    }
}
