//! Commands about messages.

use hubbub_chat::{Caller, messages};
use hubbub_protocol::{ErrorCode, Refusal, Reply, SendMessage};

use crate::{Realtime, command};

/// Milliseconds after which a sender may try again when publications have piled up.
const BEHIND_RETRY_MS: u32 = 500;

/// Says something. It is queued for writing before this function returns, so calls keep their order.
pub(crate) fn send(
    realtime: &Realtime,
    caller: &Caller,
    command: SendMessage,
) -> impl Future<Output = Result<Reply, Refusal>> + Send + 'static {
    let sent = if realtime.is_behind() {
        let refusal = Refusal::new(ErrorCode::Overloaded, "The server is busy.");
        Err(refusal.retry_after_ms(BEHIND_RETRY_MS))
    } else {
        Ok(messages::send(realtime.chat(), caller, command))
    };
    async move { sent?.await.map(Reply::MessageAcknowledged).map_err(|error| command::refusal(&error)) }
}
