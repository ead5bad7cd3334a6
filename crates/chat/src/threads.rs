//! Threads: the replies under a root message. They are entries of the room log like all others.

use hubbub_protocol::{Excerpts, LogQuery, RoomId, Seq};

use crate::{Caller, Chat, Error, Result, log, ports};

/// A page of the replies of a thread, with its root before them.
pub async fn page(chat: &Chat, caller: &Caller, room: RoomId, began: Seq, query: LogQuery) -> Result<Excerpts> {
    let caller = caller.clone();
    ports::read(&*chat.store, move |reader| {
        log::readable(reader, &caller, room)?;
        let head = reader.head(room)?;
        let mut entries = vec![reader.message(room, began)?.ok_or(Error::NotFound)?];
        entries.extend(reader.replies(room, began, query.into())?);
        Ok(Excerpts { room, epoch: reader.epoch()?, head, entries })
    })
    .await
}
