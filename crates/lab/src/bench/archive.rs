//! A Hubbub with a long past: a million messages, written through the front door once and kept between runs.

use std::{
    fs,
    path::{Path, PathBuf},
    time::Duration,
};

use anyhow::{Context, Result, bail};
use hubbub_protocol::{RoomId, Slug, path};
use serde::{Deserialize, Serialize};
use tokio::runtime::Runtime;

use super::{
    cast,
    cores::Cores,
    dialect::{Dialect, Speaker},
    link::Heard,
    load::{Load, PATIENCE},
    progress,
    room::BODY,
    running::Running,
    senders::BURST,
};
use crate::{
    Server, clock,
    server::{Session, SocketOptions},
};

/// Messages of the small room.
pub(super) const FEW: usize = 1_000;
/// People who write it.
const WRITERS: usize = 4;
/// Messages under way for each; the server reads no further while 128 wait.
const WINDOW: usize = 100;

/// Where it is and how to look at it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Archive {
    /// The data directory.
    pub(super) data_dir: PathBuf,
    /// Somebody who is a member of both rooms.
    pub(super) token: String,
    /// The room with few messages.
    pub(super) small: Kept,
    /// The room with all others.
    pub(super) large: Kept,
}

/// A room of the archive.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Kept {
    id: RoomId,
    slug: Slug,
}

impl Kept {
    /// Where people see it.
    pub(super) fn page(&self) -> String {
        path::room_page(&self.slug)
    }

    /// Where programs fetch its newest page.
    pub(super) fn log(&self) -> String {
        path::room_log(self.id, hubbub_protocol::LogQuery::default())
    }
}

impl Archive {
    /// Finds the archive with so many messages below a folder, or writes it.
    pub(super) fn find(runtime: &Runtime, cores: Cores, binary: &Path, folder: &Path, messages: usize) -> Result<Self> {
        // The second form: sessions are in it, not in a signed token beside it.
        let home = folder.join(format!("archive-2-{messages}"));
        let note = home.join("archive.json");
        if let Ok(text) = fs::read_to_string(&note) {
            return serde_json::from_str(&text).with_context(|| format!("remove {} and try again", home.display()));
        }
        // What a former run left half-written is of no use.
        if home.exists() {
            fs::remove_dir_all(&home)?;
        }
        fs::create_dir_all(&home)?;
        let data_dir = home.canonicalize()?.join("data");
        let running = Running::start(runtime, cores, &cast::command(binary, &data_dir))?;
        let archive = write(runtime, &running, data_dir, messages)?;
        fs::write(&note, serde_json::to_string_pretty(&archive)?)?;
        Ok(archive)
    }

    /// How Hubbub is started on it.
    pub(super) fn command(&self, binary: &Path) -> Vec<String> {
        cast::command(binary, &self.data_dir)
    }
}

fn write(runtime: &Runtime, running: &Running, data_dir: PathBuf, messages: usize) -> Result<Archive> {
    let server = Server::at(running.address());
    let (writers, small, large) = runtime.block_on(async {
        let mut writers: Vec<Session> = Vec::new();
        for number in 1..=WRITERS {
            writers.push(server.sign_in(&format!("Ada {number}")).await?);
        }
        let small = crate::checks::make_room(&writers[0], "Bench").await?;
        let large = crate::checks::make_room(&writers[0], "Archive").await?;
        for writer in &writers[1..] {
            let (mut connection, _) = crate::bare::BareConnection::open(writer, SocketOptions::default()).await?;
            for room in [small, large] {
                connection.ask(hubbub_protocol::JoinRoom { room }).await?;
            }
        }
        anyhow::Ok((writers, small, large))
    })?;
    let tokens: Vec<String> = writers.iter().map(|writer| writer.token.clone()).collect();
    let mut load = Load::new(running.address(), Dialect::Hubbub, &tokens)?;
    load.grow(WRITERS)?;
    let mut speaker = Speaker::new(Dialect::Hubbub, None);
    fill(&mut load, &mut speaker, small, FEW)?;
    fill(&mut load, &mut speaker, large, messages.saturating_sub(FEW))?;
    let rooms = runtime.block_on(writers[0].rooms())?;
    let kept = |id: RoomId| {
        let found = rooms.iter().find(|summary| summary.room.id == id).context("a room is not listed")?;
        anyhow::Ok(Kept { id, slug: found.room.slug.clone() })
    };
    Ok(Archive { data_dir, token: writers[0].token.clone(), small: kept(small)?, large: kept(large)? })
}

/// Writes so many messages into a room, everybody as fast as they may.
fn fill(load: &mut Load, speaker: &mut Speaker, room: RoomId, messages: usize) -> Result<()> {
    // What each has said over its connection, and how many of these are not acknowledged.
    let mut writers = vec![(BURST, 0); load.count()];
    let (mut said, mut acknowledged) = (0, 0);
    let mut last = clock::now();
    while acknowledged < messages {
        for (who, (spoken, waiting)) in writers.iter_mut().enumerate() {
            if *spoken == BURST && *waiting == 0 && said < messages {
                *spoken = usize::MAX;
                load.reopen(who)?;
            }
            let count = (WINDOW / 2).min(messages - said).min(BURST.saturating_sub(*spoken));
            if *waiting <= WINDOW / 2 && count > 0 {
                let texts: Vec<String> = (0..count).map(|_| speaker.message_to(room, BODY).1).collect();
                load.say_all(who, &texts)?;
                (*spoken, *waiting, said) = (*spoken + count, *waiting + count, said + count);
            }
        }
        load.turn(Duration::from_millis(50), |who, heard| {
            match heard {
                Heard::Ready => writers[who].0 = 0,
                Heard::Answer(_) => {
                    writers[who].1 -= 1;
                    acknowledged += 1;
                    if acknowledged % 100_000 == 0 {
                        progress(&format!("{acknowledged} messages are in the archive."));
                    }
                }
                Heard::Messages(..) => return Ok(()),
            }
            last = clock::now();
            Ok(())
        })?;
        if last.elapsed() > PATIENCE {
            bail!("the archive stopped growing at {acknowledged} messages");
        }
    }
    Ok(())
}
