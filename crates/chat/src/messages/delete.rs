//! Deleting a message, for everybody and for good (P8).

use std::future::Future;

use hubbub_protocol::{Changed, DeleteMessage};

use super::{change, find};
use crate::{
    Caller, Chat, Result,
    rights::{Delete, Written, authorize},
};

/// Deletes a message; deleting it twice changes nothing.
pub fn delete(
    chat: &Chat,
    caller: &Caller,
    DeleteMessage { room, target }: DeleteMessage,
) -> impl Future<Output = Result<Changed>> + Send + 'static {
    let now = chat.clock.now();
    change(chat, caller, room, move |tx, member| {
        let message = find(tx.as_reader(), room, target)?;
        let proof = authorize(member.clone(), Delete, Written::new(target, &message))?;
        if message.deleted.is_some() {
            return Ok(None);
        }
        Ok(Some(tx.delete_message(&proof, now)?))
    })
}
