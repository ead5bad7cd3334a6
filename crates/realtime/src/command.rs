//! From a command to a use case and from its result to a reply; a file per noun.

pub(crate) mod account;
pub(crate) mod messages;
pub(crate) mod rooms;
pub(crate) mod typing;

use hubbub_chat::{Chat, Error, ports::StoreError};
use hubbub_protocol::{ErrorCode, Refusal};

use crate::Realtime;

/// Milliseconds after which a sender may try again when publications have piled up.
const BEHIND_RETRY_MS: u32 = 500;

/// What the client is told about an error. What the operator must know is logged here and nowhere else.
pub(crate) fn refusal(error: &Error) -> Refusal {
    if let Error::Store(cause @ (StoreError::Failed(_) | StoreError::Full)) = error {
        let causes = std::iter::successors(Some(cause as &dyn std::error::Error), |cause| cause.source());
        let causes = causes.map(ToString::to_string).collect::<Vec<_>>().join(": ");
        tracing::error!(error = %causes, "a command failed: {causes}");
    }
    Refusal::from(error)
}

/// The use cases, unless publications have piled up: whoever writes then would only add to the pile.
fn ready(realtime: &Realtime) -> Result<&Chat, Refusal> {
    if realtime.is_behind() {
        let refusal = Refusal::new(ErrorCode::Overloaded, "The server is busy.");
        Err(refusal.retry_after_ms(BEHIND_RETRY_MS))
    } else {
        Ok(realtime.chat())
    }
}
