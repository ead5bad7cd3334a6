//! Who makes a request: the session behind its cookie or bearer token.

pub(crate) mod csrf;
mod session_cookie;
mod session_key;
mod token;

use std::sync::Arc;

use axum::{
    extract::{FromRef, FromRequestParts, OptionalFromRequestParts},
    http::{HeaderMap, HeaderValue, request::Parts},
};
use axum_extra::headers::{Authorization, HeaderMapExt, authorization::Bearer};
use hubbub_chat::{Caller, Chat, accounts};
use hubbub_protocol::{Account, ErrorCode, Refusal};

use crate::{config::PublicUrl, http::Problem};

use session_cookie::SessionCookie;
use token::Token;

pub(crate) use session_key::{KeyFileError, SessionKey};

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
///
/// A session is not stored: it is a signed statement "this account, since then" in the hands of its owner.
#[derive(Clone)]
pub(crate) struct Sessions(Arc<Inner>);

struct Inner {
    chat: Chat,
    key: SessionKey,
    cookie: SessionCookie,
}

impl Sessions {
    /// Sessions signed with `key`; browsers at an `https` address get the stricter cookie.
    pub(crate) fn new(chat: Chat, key: SessionKey, public_url: Option<&PublicUrl>) -> Self {
        let cookie = SessionCookie::new(public_url.is_some_and(PublicUrl::is_https));
        Self(Arc::new(Inner { chat, key, cookie }))
    }

    /// Makes an account of this name and a token for its first session.
    pub(crate) async fn sign_up(&self, name: &str) -> hubbub_chat::Result<(Account, String)> {
        let account = accounts::sign_up(&self.0.chat, name).await?;
        let issued = self.0.chat.clock.now();
        let token = Token { account: account.id, issued }.sealed(&self.0.key);
        Ok((account, token))
    }

    /// The `Set-Cookie` that hands a token to a browser.
    pub(crate) fn cookie(&self, token: &str) -> HeaderValue {
        self.0.cookie.holding(token)
    }

    /// The `Set-Cookie` that makes a browser forget its token.
    pub(crate) fn cleared_cookie(&self) -> HeaderValue {
        self.0.cookie.cleared()
    }

    /// The session these headers prove. One that is forged or too old is none at all.
    pub(crate) async fn find(&self, headers: &HeaderMap) -> hubbub_chat::Result<Option<Session>> {
        let (text, proof) = match headers.typed_get::<Authorization<Bearer>>() {
            Some(authorization) => (authorization.token().to_owned(), Proof::Bearer),
            None => match self.0.cookie.read(headers) {
                Some(text) => (text, Proof::Cookie),
                None => return Ok(None),
            },
        };
        let Some(account) = Token::opened(&text, &self.0.key, self.0.chat.clock.now()) else { return Ok(None) };
        let account = accounts::find(&self.0.chat, account).await?;
        Ok(account.map(|account| Session { caller: Caller::authenticated(account), proof }))
    }
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
