//! Everything that is known about one message.

use hubbub_protocol::{MessageInfo, RoomId, Seq};

use crate::{Caller, Chat, Error, Result, log, ports};

/// The message at this place, and every text it had.
pub async fn info(chat: &Chat, caller: &Caller, room: RoomId, seq: Seq) -> Result<MessageInfo> {
    let caller = caller.clone();
    ports::read(&*chat.store, move |reader| {
        log::readable(reader, &caller, room)?;
        let entry = reader.message(room, seq)?.ok_or(Error::NotFound)?;
        Ok(MessageInfo { entry, versions: reader.versions(room, seq)? })
    })
    .await
}
