//! Reading: how far a member has read, and what is unread beyond that.

use std::future::Future;

use hubbub_protocol::{AccountChanged, AccountId, CountUnread, Item, MarkRead, RoomId, Saved, Unread, UnreadCounted};

use crate::{
    Caller, Chat, Published, Result,
    ports::{self, Reader, StoreResult},
    rooms,
};

/// What a move of a marker came to: what must be published, if it moved, and the answer.
struct Done(Option<AccountChanged>, Saved);

/// Moves the caller's read marker of a room: forward, or anywhere when they want it back.
///
/// It is queued before this function returns, so calls keep their order, and dropping the future does not cancel it.
pub fn mark(chat: &Chat, caller: &Caller, command: MarkRead) -> impl Future<Output = Result<Saved>> + Send + 'static {
    let (caller, bus, account) = (caller.clone(), chat.bus.clone(), caller.id());
    let MarkRead { room, up_to, back } = command;
    let work = move |tx: &mut dyn ports::Transaction| {
        rooms::membership(tx.as_reader(), &caller, room)?;
        let up_to = up_to.min(tx.head(room)?);
        let moves = tx.read_marker(account, room)?.is_none_or(|now| up_to > now || (back && up_to < now));
        if !moves {
            return Ok(Done(None, Saved { version: tx.account_version(account)? }));
        }
        let item = Item::ReadMarker { room, up_to };
        let version = tx.put_item(account, item)?;
        Ok(Done(Some(AccountChanged { version, item }), Saved { version }))
    };
    let committed = move |Done(changed, _): &Done| {
        if let Some(changed) = *changed {
            bus.publish(Published::AccountChanged { account, changed });
        }
    };
    let done = ports::write(&*chat.store, work, committed);
    async move { done.await.map(|Done(_, saved)| saved) }
}

/// Counts what is unread for the caller in one of their rooms beyond a position.
pub async fn count(chat: &Chat, caller: &Caller, command: CountUnread) -> Result<UnreadCounted> {
    let caller = caller.clone();
    let CountUnread { room, after } = command;
    ports::read(&*chat.store, move |reader| {
        rooms::membership(reader, &caller, room)?;
        let (head, count) = (reader.head(room)?, reader.unread(caller.id(), room, after)?);
        Ok(UnreadCounted { room, unread: Unread { after, head, count } })
    })
    .await
}

/// What is unread beyond the read marker of a room, if it has one.
pub(crate) fn beyond_marker(reader: &dyn Reader, account: AccountId, room: RoomId) -> StoreResult<Option<Unread>> {
    let Some(after) = reader.read_marker(account, room)? else { return Ok(None) };
    let (head, count) = (reader.head(room)?, reader.unread(account, room, after)?);
    Ok(Some(Unread { after, head, count }))
}
