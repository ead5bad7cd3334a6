//! Who makes a request: the session behind its cookie or bearer token.

pub(crate) mod csrf;
mod secret;
mod session_cookie;

use std::sync::Arc;

use axum::{
    extract::{FromRef, FromRequestParts, OptionalFromRequestParts},
    http::{HeaderMap, HeaderValue, header, request::Parts},
};
use axum_extra::headers::{Authorization, HeaderMapExt, authorization::Bearer};
use hubbub_chat::{
    Caller, Chat, accounts,
    sessions::{self, Terms},
};
use hubbub_protocol::{Account, AccountId, ErrorCode, Refusal};

use crate::{config::PublicUrl, http::Problem};

use secret::Secret;
use session_cookie::SessionCookie;

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

struct Inner {
    chat: Chat,
    terms: Terms,
    cookie: SessionCookie,
}

impl Sessions {
    /// Sessions on these terms; browsers at an `https` address get the stricter cookie.
    pub(crate) fn new(chat: Chat, terms: Terms, public_url: Option<&PublicUrl>) -> Self {
        let cookie = SessionCookie::new(public_url.is_some_and(PublicUrl::is_https), terms.longest_ms);
        Self(Arc::new(Inner { chat, terms, cookie }))
    }

    /// Makes an account of this name and a token for its first session.
    pub(crate) async fn sign_up(&self, name: &str, headers: &HeaderMap) -> hubbub_chat::Result<(Account, Secret)> {
        let account = accounts::sign_up(&self.0.chat, name).await?;
        let token = self.start(account.id, headers).await?;
        Ok((account, token))
    }

    /// Begins a session for the program that sends these headers.
    async fn start(&self, account: AccountId, headers: &HeaderMap) -> hubbub_chat::Result<Secret> {
        let token = Secret::new();
        sessions::start(&self.0.chat, account, token.hash(), client(headers), self.0.terms).await?;
        Ok(token)
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
