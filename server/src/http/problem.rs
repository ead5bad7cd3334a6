//! A refusal as an HTTP response: problem JSON with the right status.

use std::error::Error as _;

use axum::{
    Json,
    extract::rejection::{FormRejection, JsonRejection, QueryRejection},
    http::{HeaderValue, Method, StatusCode, header},
    response::{IntoResponse, Response},
};
use hubbub_chat::{Error, ports::StoreError};
use hubbub_protocol::{ErrorCode, Refusal};

const CONTENT_TYPE: HeaderValue = HeaderValue::from_static("application/problem+json");

/// A request that was not carried out.
#[derive(Debug)]
pub(crate) struct Problem {
    status: StatusCode,
    refusal: Refusal,
}

impl Problem {
    /// A refusal with a status that its code alone does not tell.
    pub(super) fn with_status(status: StatusCode, code: ErrorCode, message: impl Into<String>) -> Self {
        Self { status, refusal: Refusal::new(code, message) }
    }

    /// What the client is told.
    pub(crate) fn refusal(&self) -> &Refusal {
        &self.refusal
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        Self { status: status(refusal.code), refusal }
    }
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        if let Error::Store(StoreError::Failed(_) | StoreError::Full) = &error {
            // The client hears only that it failed; this is the one place where the operator hears why.
            let causes = std::iter::successors(error.source(), |&cause| cause.source());
            let causes = causes.map(ToString::to_string).collect::<Vec<_>>().join(": ");
            tracing::error!(error = %causes, "a request failed: {causes}");
        }
        Refusal::from(&error).into()
    }
}

impl From<JsonRejection> for Problem {
    fn from(rejection: JsonRejection) -> Self {
        Self::unreadable(rejection.status(), rejection.body_text())
    }
}

impl From<FormRejection> for Problem {
    fn from(rejection: FormRejection) -> Self {
        Self::unreadable(rejection.status(), rejection.body_text())
    }
}

impl From<QueryRejection> for Problem {
    fn from(rejection: QueryRejection) -> Self {
        Self::unreadable(rejection.status(), rejection.body_text())
    }
}

impl Problem {
    fn unreadable(status: StatusCode, reason: String) -> Self {
        let code = if status == StatusCode::PAYLOAD_TOO_LARGE { ErrorCode::TooLarge } else { ErrorCode::Malformed };
        // One status for everything that is not what the protocol describes, whatever layer noticed it.
        let status = if status == StatusCode::UNPROCESSABLE_ENTITY { StatusCode::BAD_REQUEST } else { status };
        Self::with_status(status, code, reason)
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let Self { status, refusal } = self;
        let retry_after = refusal.retry_after_ms.map(|millis| HeaderValue::from(millis.div_ceil(1000)));
        let mut response = (status, [(header::CONTENT_TYPE, CONTENT_TYPE)], Json(refusal)).into_response();
        // `Json` names its own type, so ours is set once more on top of it.
        response.headers_mut().insert(header::CONTENT_TYPE, CONTENT_TYPE);
        if let Some(seconds) = retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, seconds);
        }
        if status == StatusCode::UNAUTHORIZED {
            response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response
    }
}

/// The answer to a path that does not exist.
pub(crate) async fn no_such_path() -> Problem {
    Problem::with_status(StatusCode::NOT_FOUND, ErrorCode::NotFound, "There is nothing at this address.")
}

/// The answer to a method that a path does not have.
pub(crate) async fn wrong_method(method: Method) -> Problem {
    let message = format!("There is no {method} at this address.");
    Problem::with_status(StatusCode::METHOD_NOT_ALLOWED, ErrorCode::Malformed, message)
}

fn status(code: ErrorCode) -> StatusCode {
    match code {
        ErrorCode::Malformed | ErrorCode::UnknownCommand | ErrorCode::HelloExpected => StatusCode::BAD_REQUEST,
        ErrorCode::Invalid | ErrorCode::TooLarge => StatusCode::UNPROCESSABLE_ENTITY,
        ErrorCode::NotFound => StatusCode::NOT_FOUND,
        ErrorCode::NameTaken | ErrorCode::IdConflict | ErrorCode::TooMany | ErrorCode::Cancelled => {
            StatusCode::CONFLICT
        }
        ErrorCode::Deleted => StatusCode::GONE,
        ErrorCode::RateLimited => StatusCode::TOO_MANY_REQUESTS,
        ErrorCode::Overloaded => StatusCode::SERVICE_UNAVAILABLE,
        ErrorCode::StorageFull => StatusCode::INSUFFICIENT_STORAGE,
        ErrorCode::Unauthenticated => StatusCode::UNAUTHORIZED,
        ErrorCode::Forbidden | ErrorCode::ForbiddenOrigin => StatusCode::FORBIDDEN,
        ErrorCode::UpgradeRequired => StatusCode::UPGRADE_REQUIRED,
        ErrorCode::Internal | ErrorCode::Unknown => StatusCode::INTERNAL_SERVER_ERROR,
    }
}
