//! Sending, exactly once.

use std::future::Future;

use hubbub_protocol::{Change, Entry, Message, MessageAcknowledged, MessageId, RoomId, SendMessage, Seq};

use super::{check_body, find};
use crate::{
    Caller, Chat, Error, Published, Result, log,
    ports::{self, Former, Links, NewMessage, Reader, SentBefore},
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

/// What a send came to: the entry that must be published, unless a former send did it, and the answer.
struct Sent(Option<Entry>, MessageAcknowledged);

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
        let links = named(&command);
        match tx.sent_before(caller.id(), nonce)? {
            Some(Former::Cancelled) => return Err(Error::Cancelled),
            Some(Former::Sent(before)) if is_same(&before, &command, links) => {
                return Ok(Sent(None, acknowledge(room, before.seq, &before.message)));
            }
            Some(Former::Sent(_)) => return Err(Error::IdConflict),
            None => {}
        }
        if !links.is_none() {
            check_links(tx.as_reader(), &caller, &command)?;
        }
        let message = NewMessage { id, nonce, body: command.body.clone(), at: now, links };
        let entry = tx.append_message(&membership, message)?;
        let Change::MessageSent { message } = &entry.change else {
            return Err(Error::Store(ports::StoreError::Failed("the entry holds no message".into())));
        };
        let acknowledged = acknowledge(room, entry.seq, message);
        Ok(Sent(Some(entry), acknowledged))
    };
    let committed = move |Sent(entry, _): &Sent| {
        if let Some(entry) = entry {
            bus.publish(Published::Appended(entry.clone()));
        }
    };
    let sent = ports::write(&*chat.store, work, committed);
    async move { sent.await.map(|Sent(_, acknowledged)| acknowledged) }
}

fn acknowledge(room: RoomId, seq: Seq, message: &Message) -> MessageAcknowledged {
    MessageAcknowledged { room, nonce: message.nonce, seq, message: message.id, sent_at: message.sent_at }
}

fn named(command: &SendMessage) -> Links {
    Links {
        reply_to: command.reply_to.map(|target| target.seq),
        thread: command.thread.map(|root| root.seq),
        also_in_room: command.also_in_room,
        forwarded_from: command.forwarded_from.map(|source| (source.room, source.target.seq)),
    }
}

/// Whether this is the message that was sent. Of one that was deleted nothing is left to compare but the nonce.
fn is_same(before: &SentBefore, command: &SendMessage, links: Links) -> bool {
    let gone = before.message.deleted.is_some();
    before.room == command.room && (gone || (before.message.body == command.body && before.links == links))
}

/// Every message that is named must be there. One that was deleted may be answered: the answer says so.
fn check_links(reader: &dyn Reader, caller: &Caller, command: &SendMessage) -> Result<()> {
    if let Some(target) = command.reply_to {
        find(reader, command.room, target)?;
    }
    match command.thread {
        Some(root) if find(reader, command.room, root)?.thread.is_some() => {
            return Err(Error::Invalid { field: "thread", reason: "must name a message that is in no thread itself" });
        }
        None if command.also_in_room => {
            return Err(Error::Invalid { field: "also_in_room", reason: "is only for messages in a thread" });
        }
        _ => {}
    }
    if let Some(source) = command.forwarded_from {
        log::readable(reader, caller, source.room)?;
        if find(reader, source.room, source.target)?.deleted.is_some() {
            return Err(Error::Deleted);
        }
    }
    Ok(())
}
