//! Commands about typing.

use std::time::Instant;

use hubbub_chat::{Caller, Error};
use hubbub_protocol::{ConnectionId, Refusal, Reply, SetTyping, TypingChanged};

use crate::{Realtime, command};

/// Tells the others in the room that somebody types or stopped. Only who hears a room may speak there.
pub(crate) fn set(
    realtime: &Realtime,
    caller: &Caller,
    connection: ConnectionId,
    SetTyping { room, typing }: &SetTyping,
    now: Instant,
) -> Result<Reply, Refusal> {
    if !realtime.hub().hears(connection, *room) {
        return Err(command::refusal(&Error::NotFound));
    }
    let changed = if *typing {
        realtime.typings().start(*room, caller.account(), connection, now);
        true
    } else {
        realtime.typings().stop(*room, caller.id())
    };
    if changed {
        realtime.announce_typing(TypingChanged { room: *room, account: caller.account().clone(), typing: *typing });
    }
    Ok(Reply::Done)
}
