//! The side of the server.

use std::{
    fs::{self, Permissions},
    io,
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
    time::Duration,
};

use hubbub_chat::Chat;
use rustix::process::geteuid;
use tokio::{
    io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader},
    net::{UnixListener, UnixStream},
    task::JoinSet,
    time::timeout,
};
use tokio_util::sync::CancellationToken;

use super::{Answer, LONGEST, Order, orders, socket};
use crate::auth::Links;

/// How long whoever connects may take to say what they want.
const PATIENCE: Duration = Duration::from_secs(10);

/// Why the command line cannot reach this server.
#[derive(Debug, thiserror::Error)]
#[error("the socket for the command line, {}, cannot be made", path.display())]
pub(crate) struct ControlError {
    path: PathBuf,
    source: io::Error,
}

/// The socket for the command line.
#[derive(Debug)]
pub(crate) struct Control {
    listener: UnixListener,
    path: PathBuf,
}

impl Control {
    /// Makes the socket, for its owner alone. One that is left from a crash is replaced: the database is locked, so no
    /// other server runs here.
    pub(crate) fn bind(data_dir: &Path) -> Result<Self, ControlError> {
        let path = socket(data_dir);
        let bind = || {
            match fs::remove_file(&path) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                _ => {}
            }
            let listener = UnixListener::bind(&path)?;
            fs::set_permissions(&path, Permissions::from_mode(0o600))?;
            Ok(listener)
        };
        match bind() {
            Ok(listener) => Ok(Self { listener, path }),
            Err(source) => Err(ControlError { path, source }),
        }
    }

    /// Carries orders out until `stop` is cancelled.
    pub(crate) async fn run(self, chat: Chat, links: Links, stop: CancellationToken) {
        let mut under_way = JoinSet::new();
        loop {
            tokio::select! {
                accepted = self.listener.accept() => {
                    if let Ok((stream, _)) = accepted {
                        under_way.spawn(serve(stream, chat.clone(), links.clone()));
                    }
                }
                // A panic has been told by the panic hook.
                Some(_) = under_way.join_next() => {}
                () = stop.cancelled() => break,
            }
        }
        // Left behind, it would only be in the way of nobody.
        drop(fs::remove_file(&self.path));
    }
}

/// Answers one order. What comes of it is written to the log without names or links.
async fn serve(mut stream: UnixStream, chat: Chat, links: Links) {
    let is_ours = stream.peer_cred().is_ok_and(|peer| peer.uid() == geteuid().as_raw() || peer.uid() == 0);
    if !is_ours {
        return;
    }
    let Ok(Some(order)) = timeout(PATIENCE, read(&mut stream)).await else { return };
    let answer = match order {
        Ok(order) => orders::carry_out(&chat, &links, order).await,
        Err(reason) => Answer::Refused { reason },
    };
    let mut line = serde_json::to_vec(&answer).expect("texts always encode");
    line.push(b'\n');
    // Whoever asked may have left.
    drop(timeout(PATIENCE, stream.write_all(&line)).await);
}

/// What is wanted; `None` when nobody says anything any more.
async fn read(stream: &mut UnixStream) -> Option<Result<Order, String>> {
    let mut line = String::new();
    let read = BufReader::new(stream).take(LONGEST).read_line(&mut line).await;
    read.ok().filter(|length| *length > 0)?;
    Some(
        serde_json::from_str(&line).map_err(|_| "this server does not know that; is it older than the command?".into()),
    )
}
