//! Why something was refused. Clients match on codes, never on text.

use serde::{Deserialize, Serialize};

/// What kind of refusal this is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ErrorCode {
    /// The frame or request is not what the protocol describes; `field` names the place where known.
    Malformed,
    /// There is no command of this name; `field` holds it.
    UnknownCommand,
    /// The first command must be `hello`.
    HelloExpected,
    /// A value breaks a rule; `field` names it.
    Invalid,
    /// Something is longer than allowed; `field` names it, `limit` says how much is allowed.
    TooLarge,
    /// It does not exist, or you may not know that it does.
    NotFound,
    /// Another account or room has this name.
    NameTaken,
    /// This nonce was used for a different message.
    IdConflict,
    /// You see it, but this is not yours to do.
    Forbidden,
    /// The message was deleted, which is final.
    Deleted,
    /// This send was cancelled by its author.
    Cancelled,
    /// There are as many of these already as there may be; `field` names them, `limit` says how many.
    TooMany,
    /// Too many at once; try again after `retry_after_ms`.
    RateLimited,
    /// The server cannot take it now; try again after `retry_after_ms`.
    Overloaded,
    /// The server's disk is full; try again later.
    StorageFull,
    /// Sign in first.
    Unauthenticated,
    /// The request came from a page of another site.
    ForbiddenOrigin,
    /// This client is too old for the server.
    UpgradeRequired,
    /// The server failed; nothing was changed.
    Internal,
    /// A code this client does not know yet.
    #[serde(other)]
    Unknown,
}

impl ErrorCode {
    /// Whether the same request may succeed later without being changed.
    pub const fn is_retryable(self) -> bool {
        matches!(self, Self::RateLimited | Self::Overloaded | Self::StorageFull | Self::Internal)
    }
}

/// The answer to a command or request that was not carried out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    /// What kind of refusal this is.
    pub code: ErrorCode,
    /// One English sentence for the developer of a client.
    pub message: String,
    /// The field or name that was at fault.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// The limit that was passed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u64>,
    /// Milliseconds to wait before the next try.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after_ms: Option<u32>,
}

impl Refusal {
    /// A refusal with nothing but a code and a sentence.
    pub fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), field: None, limit: None, retry_after_ms: None }
    }

    /// Names the field at fault.
    #[must_use]
    pub fn field(mut self, field: impl Into<String>) -> Self {
        self.field = Some(field.into());
        self
    }

    /// Names the limit that was passed.
    #[must_use]
    pub fn limit(mut self, limit: usize) -> Self {
        self.limit = u64::try_from(limit).ok();
        self
    }

    /// Says when to try again.
    #[must_use]
    pub fn retry_after_ms(mut self, millis: u32) -> Self {
        self.retry_after_ms = Some(millis);
        self
    }
}
