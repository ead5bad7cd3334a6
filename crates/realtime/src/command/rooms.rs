//! Commands about rooms.

use hubbub_chat::{Caller, rooms};
use hubbub_protocol::{CreateRoom, JoinRoom, JoinedRoom, Refusal, Reply, Room, RoomOpened, Seq};

use crate::{Realtime, command};

/// Makes a room.
pub(crate) async fn create(realtime: Realtime, caller: Caller, command: CreateRoom) -> Result<Reply, Refusal> {
    let room = rooms::create(realtime.chat(), &caller, &command).await.map_err(|error| command::refusal(&error))?;
    Ok(opened(&realtime, &caller, room, Seq::ZERO))
}

/// Makes the caller a member of a room.
pub(crate) async fn join(realtime: Realtime, caller: Caller, command: JoinRoom) -> Result<Reply, Refusal> {
    let joined = rooms::join(realtime.chat(), &caller, command.room).await;
    let (room, head) = joined.map_err(|error| command::refusal(&error))?;
    Ok(opened(&realtime, &caller, room, head))
}

fn opened(realtime: &Realtime, caller: &Caller, room: Room, head: Seq) -> Reply {
    // The publisher may not have come to this membership yet, and a list without its reader would look wrong.
    realtime.presences().entered(caller.id(), room.id);
    let presence = realtime.presence(room.id);
    Reply::RoomOpened(RoomOpened { joined: JoinedRoom { room, head, presence } })
}
