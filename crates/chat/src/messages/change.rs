//! What all changes of a message have in common.

use std::future::Future;

use hubbub_protocol::{Changed, Entry, Message, RoomId, Target};

use crate::{
    Caller, Chat, Error, Published, Result,
    ports::{self, Membership, Reader, Transaction},
    rooms,
};

/// What a change came to: the entry it appended, if it was not so before, and up to where the log must be held to see it.
struct Done(Option<Entry>, Changed);

/// Runs a change of one room by one of its members. It is queued before this function returns, and dropping the future
/// does not cancel it. `work` gives the entry that it appended, or nothing when there was nothing to change.
pub(crate) fn change(
    chat: &Chat,
    caller: &Caller,
    room: RoomId,
    mut work: impl FnMut(&mut dyn Transaction, &Membership) -> Result<Option<Entry>> + Send + 'static,
) -> impl Future<Output = Result<Changed>> + Send + 'static {
    let (caller, bus) = (caller.clone(), chat.bus.clone());
    let work = move |tx: &mut dyn Transaction| {
        let member = rooms::membership(tx.as_reader(), &caller, room)?;
        let entry = work(tx, &member)?;
        let seq = match &entry {
            Some(entry) => entry.seq,
            None => tx.head(room)?,
        };
        Ok(Done(entry, Changed { room, seq }))
    };
    let committed = move |Done(entry, _): &Done| {
        if let Some(entry) = entry {
            bus.publish(Published::Appended(entry.clone()));
        }
    };
    let done = ports::write(&*chat.store, work, committed);
    async move { done.await.map(|Done(_, changed)| changed) }
}

/// The message that is meant. One that is not where it should be is another one.
pub(crate) fn find(reader: &dyn Reader, room: RoomId, target: Target) -> Result<Message> {
    let entry = reader.message(room, target.seq)?.ok_or(Error::NotFound)?;
    match entry.change {
        hubbub_protocol::Change::MessageSent { message } if message.id == target.message => Ok(message),
        _ => Err(Error::NotFound),
    }
}
