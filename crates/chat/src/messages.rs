//! Messages: sending them, exactly once.

use std::future::Future;

use hubbub_protocol::{Change, Entry, MessageAcknowledged, MessageId, SendMessage, limits};

use crate::{
    Caller, Chat, Error, Published, Result,
    ports::{self, NewMessage, SentBefore},
    rooms,
};

/// Puts a message into the room log, unless this nonce already did.
///
/// The message is queued for writing before this function returns, so calls keep their order, and dropping the
/// future does not cancel it. The acknowledgement and the publication follow the flush.
pub fn send(
    chat: &Chat,
    caller: &Caller,
    command: SendMessage,
) -> impl Future<Output = Result<MessageAcknowledged>> + Send + 'static {
    let queued = check_body(&command.body).map(|()| queue(chat, caller.clone(), command));
    async move { queued?.await }
}

/// What a send came to: an entry that must be published, or the answer of a former send.
enum Sent {
    Now(Entry),
    Before(SentBefore),
}

fn queue(
    chat: &Chat,
    caller: Caller,
    command: SendMessage,
) -> impl Future<Output = Result<MessageAcknowledged>> + Send + 'static {
    let (room, nonce) = (command.room, command.nonce);
    let now = chat.clock.now();
    let id = MessageId::new(now, chat.ids.random());
    let bus = chat.bus.clone();
    let work = move |tx: &mut dyn ports::Transaction| {
        let membership = rooms::membership(tx.as_reader(), &caller, room)?;
        if let Some(before) = tx.sent_before(caller.id(), nonce)? {
            let same = before.room == room && before.message.body == command.body;
            return if same { Ok(Sent::Before(before)) } else { Err(Error::IdConflict) };
        }
        let message = NewMessage { id, nonce, body: command.body, at: now };
        Ok(Sent::Now(tx.append_message(&membership, message)?))
    };
    let committed = move |sent: &Sent| {
        if let Sent::Now(entry) = sent {
            bus.publish(Published::Appended(entry.clone()));
        }
    };
    let sent = ports::write(&*chat.store, work, committed);
    async move {
        let (seq, message) = match sent.await? {
            Sent::Before(before) => (before.seq, before.message),
            Sent::Now(Entry { seq, change: Change::MessageSent { message }, .. }) => (seq, message),
            Sent::Now(_) => return Err(Error::Store(ports::StoreError::Failed("the entry holds no message".into()))),
        };
        Ok(MessageAcknowledged { room, nonce, seq, message: message.id, sent_at: message.sent_at })
    }
}

fn check_body(body: &str) -> Result<()> {
    if body.len() > limits::MESSAGE_BODY {
        Err(Error::TooLarge { field: "body", limit: limits::MESSAGE_BODY })
    } else if body.trim().is_empty() {
        Err(Error::Invalid { field: "body", reason: "must not be empty" })
    } else if body.contains('\0') {
        Err(Error::Invalid { field: "body", reason: "must not hold the character U+0000" })
    } else {
        Ok(())
    }
}
