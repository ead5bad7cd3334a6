//! Who makes a request: the session behind its cookie or bearer token.

pub(crate) mod csrf;
mod entering;
mod limits;
mod links;
mod network;
mod passwords;
mod secret;
mod session_cookie;

use std::sync::Arc;

use axum::{
    extract::{FromRef, FromRequestParts, OptionalFromRequestParts},
    http::{HeaderMap, HeaderValue, header, request::Parts},
};
use axum_extra::headers::{Authorization, HeaderMapExt, authorization::Bearer};
use hubbub_chat::{
    Caller, Chat,
    ports::TokenHash,
    sessions::{self, Terms},
};
use hubbub_protocol::{ErrorCode, Refusal};

use crate::{config::PublicUrl, http::Problem};

use passwords::Passwords;
use session_cookie::SessionCookie;

pub(crate) use limits::Limits;
pub(crate) use links::Links;
pub(crate) use network::Network;
pub(crate) use secret::Secret;

/// Characters of what a client says that it is.
const CLIENT: usize = 200;

/// How a request proved its session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Proof {
    /// By the cookie, which browsers send by themselves: such a request may have been made by a page of another site.
    Cookie,
    /// By a bearer token, which only somebody who holds it can send.
    Bearer,
}

/// A session that was checked. As an extractor it refuses a request without one; `Option<Session>` does not.
#[derive(Debug, Clone)]
pub(crate) struct Session {
    /// Who makes the request.
    pub(crate) caller: Caller,
    /// How that was proved.
    pub(crate) proof: Proof,
}

/// Starts sessions and finds them again; cheap to clone.
#[derive(Clone)]
pub(crate) struct Sessions(Arc<Inner>);

/// How people come in who have no session yet.
#[derive(Debug, Clone, Default)]
pub(crate) struct Entrance {
    /// Whether a name is enough.
    pub(crate) is_open: bool,
    /// The code for setting up, while there is no owner.
    pub(crate) set_up: Option<Secret>,
}

struct Inner {
    chat: Chat,
    terms: Terms,
    cookie: SessionCookie,
    passwords: Passwords,
    is_open: bool,
    /// What is kept of the code for setting up, until there is an owner.
    set_up: Option<TokenHash>,
    tries: Limits,
    /// Whether strangers from elsewhere can come at all: a server for this machine alone lets in as many as like.
    counts_guests: bool,
}

impl Sessions {
    /// Sessions on these terms; browsers at an `https` address get the stricter cookie.
    pub(crate) fn new(
        chat: Chat,
        terms: Terms,
        public_url: Option<&PublicUrl>,
        entrance: Entrance,
        tries: Limits,
    ) -> Self {
        let cookie = SessionCookie::new(public_url.is_some_and(PublicUrl::is_https), terms.longest_ms);
        let Entrance { is_open, set_up } = entrance;
        let (passwords, set_up) = (Passwords::default(), set_up.map(|code| code.hash()));
        let counts_guests = public_url.is_some();
        Self(Arc::new(Inner { chat, terms, cookie, passwords, is_open, set_up, tries, counts_guests }))
    }

    /// Whether a name is enough to come in.
    pub(crate) fn is_open(&self) -> bool {
        self.0.is_open
    }

    /// The `Set-Cookie` that hands a token to a browser.
    pub(crate) fn cookie(&self, token: &Secret) -> HeaderValue {
        self.0.cookie.holding(token.reveal())
    }

    /// The `Set-Cookie` that makes a browser forget its token.
    pub(crate) fn cleared_cookie(&self) -> HeaderValue {
        self.0.cookie.cleared()
    }

    /// The session these headers prove. One that is forged or over is none at all.
    pub(crate) async fn find(&self, headers: &HeaderMap) -> hubbub_chat::Result<Option<Session>> {
        let (text, proof) = match headers.typed_get::<Authorization<Bearer>>() {
            Some(authorization) => (authorization.token().to_owned(), Proof::Bearer),
            None => match self.0.cookie.read(headers) {
                Some(text) => (text, Proof::Cookie),
                None => return Ok(None),
            },
        };
        let Some(token) = Secret::parse(&text) else { return Ok(None) };
        let caller = sessions::find(&self.0.chat, token.hash(), self.0.terms).await?;
        Ok(caller.map(|caller| Session { caller, proof }))
    }
}

/// What the program that sends these headers calls itself, for the list of sessions.
fn client(headers: &HeaderMap) -> String {
    let name = headers.get(header::USER_AGENT).map(HeaderValue::as_bytes).unwrap_or_default();
    String::from_utf8_lossy(name).chars().filter(|character| !character.is_control()).take(CLIENT).collect()
}

impl<S: Send + Sync> FromRequestParts<S> for Session
where
    Sessions: FromRef<S>,
{
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let session = Sessions::from_ref(state).find(&parts.headers).await?;
        session.ok_or_else(|| Refusal::new(ErrorCode::Unauthenticated, "Sign in first.").into())
    }
}

impl<S: Send + Sync> OptionalFromRequestParts<S> for Session
where
    Sessions: FromRef<S>,
{
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Option<Self>, Problem> {
        Ok(Sessions::from_ref(state).find(&parts.headers).await?)
    }
}

#[cfg(test)]
mod tests;
