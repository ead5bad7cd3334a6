//! Why a use case did not happen, and what a client is told about it.

use hubbub_protocol::{ErrorCode, Refusal, name::NameProblem};

use crate::{
    passwords::{self, Weakness},
    ports::StoreError,
};

/// The result of a use case.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why a use case did not happen. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// It does not exist, or the caller may not know that it does.
    #[error("not found")]
    NotFound,
    /// A value breaks a rule.
    #[error("{field} {reason}")]
    Invalid {
        /// Which value.
        field: &'static str,
        /// The rule, as the rest of a sentence that starts with the field.
        reason: &'static str,
    },
    /// A value is longer than allowed.
    #[error("{field} is larger than {limit}")]
    TooLarge {
        /// Which value.
        field: &'static str,
        /// How much is allowed.
        limit: usize,
    },
    /// The password is not good enough.
    #[error("the password is not good enough: {0:?}")]
    Password(Weakness),
    /// Another account or room has the name.
    #[error("the name is taken")]
    NameTaken,
    /// The nonce was used for a different message.
    #[error("the nonce was used for a different message")]
    IdConflict,
    /// The caller sees it, but may not do this to it.
    #[error("not theirs to do")]
    Forbidden,
    /// The message was deleted.
    #[error("the message was deleted")]
    Deleted,
    /// The send was cancelled.
    #[error("the send was cancelled")]
    Cancelled,
    /// There are as many as there may be.
    #[error("there are {limit} {field} already")]
    TooMany {
        /// Of what.
        field: &'static str,
        /// How many there may be.
        limit: usize,
    },
    /// The store failed.
    #[error("the store failed")]
    Store(#[from] StoreError),
}

impl Error {
    /// The error for a name that breaks a rule.
    pub(crate) fn name(field: &'static str, problem: NameProblem) -> Self {
        match problem {
            NameProblem::Empty => Self::Invalid { field, reason: "must not be empty" },
            NameProblem::Unprintable => Self::Invalid { field, reason: "must not hold invisible characters" },
            NameProblem::TooLong(limit) => Self::TooLarge { field, limit },
        }
    }
}

/// Milliseconds a client should wait before it tries a busy store again.
const BUSY_RETRY_MS: u32 = 1_000;
/// Milliseconds a client should wait before it tries a full or failing store again.
const BROKEN_RETRY_MS: u32 = 5_000;

impl From<&Error> for Refusal {
    fn from(error: &Error) -> Self {
        match error {
            Error::NotFound => Self::new(ErrorCode::NotFound, "There is nothing here under this id."),
            Error::Invalid { field, reason } => {
                Self::new(ErrorCode::Invalid, format!("`{field}` {reason}.")).field(*field)
            }
            Error::TooLarge { field, limit } => {
                Self::new(ErrorCode::TooLarge, format!("`{field}` is larger than {limit}.")).field(*field).limit(*limit)
            }
            Error::Password(weakness) => {
                let (code, message, limit) = match weakness {
                    Weakness::Short => (ErrorCode::Invalid, "The password is too short.", Some(passwords::SHORTEST)),
                    Weakness::Long => (ErrorCode::TooLarge, "The password is too long.", Some(passwords::LONGEST)),
                    Weakness::Common => (ErrorCode::Invalid, "Many people have this password.", None),
                    Weakness::LikeTheName => (ErrorCode::Invalid, "The password is much like the name.", None),
                };
                let refusal = Self::new(code, message).field("password");
                limit.map_or(refusal.clone(), |limit| refusal.limit(limit))
            }
            Error::NameTaken => Self::new(ErrorCode::NameTaken, "This name is taken; choose another.").field("name"),
            Error::IdConflict => {
                Self::new(ErrorCode::IdConflict, "This nonce was used for a different message.").field("nonce")
            }
            Error::Forbidden => Self::new(ErrorCode::Forbidden, "This is not yours to do."),
            Error::Deleted => Self::new(ErrorCode::Deleted, "The message was deleted."),
            Error::Cancelled => Self::new(ErrorCode::Cancelled, "This send was cancelled.").field("nonce"),
            Error::TooMany { field, limit } => {
                Self::new(ErrorCode::TooMany, format!("There are {limit} `{field}` already."))
                    .field(*field)
                    .limit(*limit)
            }
            Error::Store(StoreError::Busy) => {
                Self::new(ErrorCode::Overloaded, "The server is busy.").retry_after_ms(BUSY_RETRY_MS)
            }
            Error::Store(StoreError::Full) => {
                Self::new(ErrorCode::StorageFull, "The server's disk is full.").retry_after_ms(BROKEN_RETRY_MS)
            }
            Error::Store(StoreError::Closed) => {
                Self::new(ErrorCode::Overloaded, "The server is shutting down.").retry_after_ms(BUSY_RETRY_MS)
            }
            Error::Store(StoreError::Failed(_)) => {
                Self::new(ErrorCode::Internal, "The server failed; nothing was changed.")
                    .retry_after_ms(BROKEN_RETRY_MS)
            }
        }
    }
}
