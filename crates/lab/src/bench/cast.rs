//! The people and rooms of Hubbub, made once for the whole bench and found again by every start.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use futures::{StreamExt, TryStreamExt};
use hubbub_protocol::{CreateRoom, JoinRoom, Reply, RoomId};
use tempfile::TempDir;

use super::{Bench, running::Running};
use crate::{
    Server,
    bare::BareConnection,
    server::{Session, SocketOptions},
};

/// Sign-ups under way at once.
const SIGNING_IN: usize = 32;

/// Everybody who takes part, and where they meet.
#[derive(Debug)]
pub(super) struct Cast {
    home: TempDir,
    binary: PathBuf,
    people: Vec<(String, hubbub_protocol::Account)>,
    everyones: RoomId,
}

impl Cast {
    /// Makes so many accounts, all of them members of the room everyone is in.
    ///
    /// Their data is in the folder that is kept, which has to be on a disk: a flush to memory would cost nothing.
    pub(super) fn sign_up(bench: &Bench, count: usize) -> Result<Self> {
        let Bench { runtime, cores, binary, keep, .. } = bench;
        let home = tempfile::Builder::new().prefix("people-").tempdir_in(keep)?;
        let running = Running::start(runtime, *cores, &command(binary, &home.path().join("data")))?;
        let server = Server::at(running.address());
        let signing_in = (1..=count).map(|number| async move { server.sign_in(&format!("Linus {number}")).await });
        let (people, everyones) = runtime.block_on(async {
            let people: Vec<Session> = futures::stream::iter(signing_in).buffered(SIGNING_IN).try_collect().await?;
            let rooms = people.first().context("nobody takes part")?.rooms().await?;
            let everyones = rooms.iter().find(|room| room.joined).context("there is no room for everyone")?;
            anyhow::Ok((people, everyones.room.id))
        })?;
        let people = people.into_iter().map(|session| (session.token, session.account)).collect();
        Ok(Self { home, binary: binary.clone(), people, everyones })
    }

    /// How Hubbub is started with these people.
    pub(super) fn command(&self) -> Vec<String> {
        command(&self.binary, &self.home.path().join("data"))
    }

    /// The room everyone is in.
    pub(super) const fn everyones(&self) -> RoomId {
        self.everyones
    }

    /// The proofs of who they are, from a certain one on.
    pub(super) fn tokens_from(&self, first: usize) -> Vec<String> {
        self.people[first.min(self.people.len())..].iter().map(|(token, _)| token.clone()).collect()
    }

    /// Lets somebody make rooms.
    pub(super) async fn make_rooms(&self, server: Server, who: usize, names: Vec<String>) -> Result<Vec<RoomId>> {
        let mut connection = self.connect(server, who).await?;
        let mut rooms = Vec::new();
        for name in names {
            match connection.ask(CreateRoom { name: name.clone() }).await? {
                Reply::RoomOpened(opened) => rooms.push(opened.joined.room.id),
                other => bail!("the room {name} was not made: {other:?}"),
            }
        }
        Ok(rooms)
    }

    /// Lets somebody join a room.
    pub(super) async fn join(&self, server: Server, who: usize, room: RoomId) -> Result<()> {
        match self.connect(server, who).await?.ask(JoinRoom { room }).await? {
            Reply::RoomOpened(_) => Ok(()),
            other => bail!("the room was not joined: {other:?}"),
        }
    }

    async fn connect(&self, server: Server, who: usize) -> Result<BareConnection> {
        let (token, account) = self.people.get(who).context("there are not as many people")?.clone();
        Ok(BareConnection::open(&Session { server, account, token }, SocketOptions::default()).await?.0)
    }
}

/// How Hubbub is started on a data directory.
pub(super) fn command(binary: &Path, data_dir: &Path) -> Vec<String> {
    let (binary, data_dir) = (binary.to_string_lossy(), data_dir.to_string_lossy());
    [&*binary, "serve", "--listen", "{address}", "--data-dir", &*data_dir].map(str::to_owned).to_vec()
}
