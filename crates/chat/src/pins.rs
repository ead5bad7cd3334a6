//! Pins: the few messages that a room wants to keep in sight. Every member may pin and unpin.

use std::future::Future;

use hubbub_protocol::{Changed, Excerpts, PinMessage, RoomId, UnpinMessage, limits};

use crate::{
    Caller, Chat, Error, Result, log,
    messages::{change, find},
    ports,
};

/// Pins a message to its room; pinning it twice changes nothing.
pub fn pin(
    chat: &Chat,
    caller: &Caller,
    PinMessage { room, target }: PinMessage,
) -> impl Future<Output = Result<Changed>> + Send + 'static {
    let now = chat.clock.now();
    change(chat, caller, room, move |tx, member| {
        let message = find(tx.as_reader(), room, target)?;
        if message.deleted.is_some() {
            return Err(Error::Deleted);
        }
        if message.pinned.is_none() && tx.pins(room)?.len() >= limits::PINS {
            return Err(Error::TooMany { field: "pins", limit: limits::PINS });
        }
        Ok(tx.pin_message(member, target, now)?)
    })
}

/// Takes a pin off; without one nothing changes.
pub fn unpin(
    chat: &Chat,
    caller: &Caller,
    UnpinMessage { room, target }: UnpinMessage,
) -> impl Future<Output = Result<Changed>> + Send + 'static {
    let now = chat.clock.now();
    change(chat, caller, room, move |tx, member| {
        find(tx.as_reader(), room, target)?;
        Ok(tx.unpin_message(member, target, now)?)
    })
}

/// The messages that are pinned to a room.
pub async fn list(chat: &Chat, caller: &Caller, room: RoomId) -> Result<Excerpts> {
    let caller = caller.clone();
    ports::read(&*chat.store, move |reader| {
        log::readable(reader, &caller, room)?;
        let head = reader.head(room)?;
        Ok(Excerpts { room, epoch: reader.epoch()?, head, entries: reader.pinned(room)? })
    })
    .await
}
