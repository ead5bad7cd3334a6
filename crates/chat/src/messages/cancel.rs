//! Cancelling a send that has no answer yet (P3).

use std::future::Future;

use hubbub_protocol::{CancelMessage, Changed, Target};

use super::change;
use crate::{
    Caller, Chat, Error, Result,
    ports::Former,
    rights::{Delete, Written, authorize},
};

/// Makes sure that a send is not seen: deletes the message if there is one, and uses the nonce up if there is none.
///
/// The send itself may still be on its way, over another connection too. It finds the nonce used up and is refused.
pub fn cancel(
    chat: &Chat,
    caller: &Caller,
    CancelMessage { room, nonce }: CancelMessage,
) -> impl Future<Output = Result<Changed>> + Send + 'static {
    let now = chat.clock.now();
    change(chat, caller, room, move |tx, member| match tx.sent_before(member.account.id, nonce)? {
        None => {
            tx.cancel_send(member.account.id, nonce)?;
            Ok(None)
        }
        Some(Former::Sent(sent)) if sent.room != room => Err(Error::IdConflict),
        Some(Former::Sent(sent)) if sent.message.deleted.is_none() => {
            let target = Target { seq: sent.seq, message: sent.message.id };
            let proof = authorize(member.clone(), Delete, Written::new(target, &sent.message))?;
            Ok(Some(tx.delete_message(&proof, now)?))
        }
        Some(Former::Sent(_) | Former::Cancelled) => Ok(None),
    })
}
