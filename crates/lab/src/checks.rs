//! The checks: each drives a server with a plan of its own and comes back with a report.

pub mod hostile_frames;
pub mod idle_memory;
pub mod kill_storm;
pub mod retry_storm;
pub mod slow_readers;
pub mod throughput;

use anyhow::Result;
use hubbub_protocol::CreateRoom;

use crate::{
    Server,
    bare::BareConnection,
    server::{Session, SocketOptions},
};

/// Makes a room and says which it is.
pub(crate) async fn make_room(session: &Session, name: &str) -> Result<hubbub_protocol::RoomId> {
    let (mut connection, _) = BareConnection::open(session, SocketOptions::default()).await?;
    match connection.ask(CreateRoom { name: name.to_owned() }).await? {
        hubbub_protocol::Reply::RoomOpened(opened) => Ok(opened.joined.room.id),
        other => anyhow::bail!("the room {name} was not made: {other:?}"),
    }
}

/// Makes so many accounts, a few at a time.
async fn sign_in_all(server: Server, count: usize, prefix: &str) -> Result<Vec<Session>> {
    use futures::{StreamExt, TryStreamExt};

    let names = (1..=count).map(|number| format!("{prefix} {number}"));
    let signing_in = futures::stream::iter(names).map(|name| async move { server.sign_in(&name).await });
    signing_in.buffered(16).try_collect().await
}
