//! From a command to a use case and from its result to a reply; a file per noun.

pub(crate) mod messages;
pub(crate) mod rooms;
pub(crate) mod typing;

use hubbub_chat::{Error, ports::StoreError};
use hubbub_protocol::Refusal;

/// What the client is told about an error. What the operator must know is logged here and nowhere else.
pub(crate) fn refusal(error: &Error) -> Refusal {
    if let Error::Store(StoreError::Failed(cause)) = error {
        tracing::error!(error = %error, cause = %cause, "a command failed because the store did");
    }
    Refusal::from(error)
}
