//! From a command to a use case and from its result to a reply; a file per noun.

pub(crate) mod messages;
pub(crate) mod rooms;
pub(crate) mod typing;

use hubbub_chat::{Error, ports::StoreError};
use hubbub_protocol::Refusal;

/// What the client is told about an error. What the operator must know is logged here and nowhere else.
pub(crate) fn refusal(error: &Error) -> Refusal {
    if let Error::Store(cause @ (StoreError::Failed(_) | StoreError::Full)) = error {
        let causes = std::iter::successors(Some(cause as &dyn std::error::Error), |cause| cause.source());
        let causes = causes.map(ToString::to_string).collect::<Vec<_>>().join(": ");
        tracing::error!(error = %causes, "a command failed: {causes}");
    }
    Refusal::from(error)
}
