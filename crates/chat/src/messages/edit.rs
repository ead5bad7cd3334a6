//! Giving a message another text.

use std::future::Future;

use hubbub_protocol::{Changed, EditMessage, limits};

use super::{change, check_body, find};
use crate::{
    Caller, Chat, Error, Result,
    ports::NewText,
    rights::{Edit, Written, authorize},
};

/// Edits a message. The log decides between edits that meet; the same nonce edits once.
pub fn edit(
    chat: &Chat,
    caller: &Caller,
    EditMessage { room, target, nonce, body }: EditMessage,
) -> impl Future<Output = Result<Changed>> + Send + 'static {
    let now = chat.clock.now();
    let queued = check_body(&body).map(|()| {
        change(chat, caller, room, move |tx, member| {
            let message = find(tx.as_reader(), room, target)?;
            let proof = authorize(member.clone(), Edit, Written::new(target, &message))?;
            if message.deleted.is_some() {
                return Err(Error::Deleted);
            }
            if message.body == body || tx.edited_before(room, target.seq, nonce)? {
                return Ok(None);
            }
            if message.edited.is_some_and(|edited| edited.revision >= limits::EDITS) {
                return Err(Error::TooMany { field: "edits", limit: limits::EDITS as usize });
            }
            Ok(Some(tx.edit_message(&proof, NewText { nonce, body: body.clone(), at: now })?))
        })
    });
    async move { queued?.await }
}
