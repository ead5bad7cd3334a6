//! Extractors that refuse in problem JSON.

use axum::{
    extract::{FromRequest, FromRequestParts, rejection::PathRejection},
    http::request::Parts,
};
use hubbub_protocol::{ErrorCode, Refusal};
use serde::de::DeserializeOwned;

use super::Problem;
use crate::auth::Secret;

/// A JSON body.
#[derive(Debug, FromRequest)]
#[from_request(via(axum::Json), rejection(Problem))]
pub(crate) struct Json<T>(pub(super) T);

/// The body of a plain form.
#[derive(Debug, FromRequest)]
#[from_request(via(axum::Form), rejection(Problem))]
pub(crate) struct Form<T>(pub(crate) T);

/// The query of an address.
#[derive(Debug, FromRequestParts)]
#[from_request(via(axum::extract::Query), rejection(Problem))]
pub(crate) struct Query<T>(pub(crate) T);

/// An id in a path. A text that is no id names nothing.
#[derive(Debug)]
pub(crate) struct Id<T>(pub(super) T);

impl<S: Send + Sync, T: DeserializeOwned + Send> FromRequestParts<S> for Id<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let id: Result<_, PathRejection> = axum::extract::Path::from_request_parts(parts, state).await;
        match id {
            Ok(axum::extract::Path(id)) => Ok(Self(id)),
            Err(_) => Err(Refusal::new(ErrorCode::NotFound, "There is nothing here under this id.").into()),
        }
    }
}

/// What makes a link work, at the end of its path. A text that cannot be one opens nothing.
#[derive(Debug)]
pub(crate) struct Link(pub(crate) Secret);

impl<S: Send + Sync> FromRequestParts<S> for Link {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let text: Result<_, PathRejection> = axum::extract::Path::<String>::from_request_parts(parts, state).await;
        let secret = text.ok().and_then(|axum::extract::Path(text)| Secret::parse(&text));
        secret.map(Self).ok_or_else(|| Refusal::new(ErrorCode::NotFound, "This link does not work.").into())
    }
}
