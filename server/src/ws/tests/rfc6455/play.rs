//! Plays a case against a server and judges what came of it.

use std::{io, time::Duration};

use bytes::Bytes;
use tokio::time::{Instant, timeout, timeout_at};

use super::case::{Case, Cut, End, Frame, Heard, NO_CODE, NORMAL, Step};
use crate::ws::tests::raw::{BINARY, CLOSE, Client, FIN, PONG, Server, TEXT};

/// How long a whole case may take. The longest takes half a second.
const PATIENCE: Duration = Duration::from_secs(10);
/// How long the client listens for nothing.
const WHILE: Duration = Duration::from_millis(100);

/// How a case went, in the words of Autobahn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Exactly as it should.
    Ok,
    /// Within the rules, but later than it could be.
    NonStrict,
    /// The rules say nothing about it.
    Informational,
}

/// A client in the middle of a case.
struct Player {
    client: Client,
    deadline: Instant,
    heard: Vec<Heard>,
    /// The close frame of the server.
    closed: Option<Bytes>,
}

/// Plays a case on a connection of its own; `Err` says what was wrong.
pub(super) async fn play(server: &Server, case: &Case) -> Result<Verdict, String> {
    let (client, _) = Client::open(server, "").await;
    let mut player = Player { client, deadline: Instant::now() + PATIENCE, heard: Vec::new(), closed: None };
    player.act(&case.steps).await?;
    if matches!(case.end, End::ClientCloses) {
        player.hear_until(case.hears.len()).await?;
        player.send(&[Frame::close(NORMAL, "")], Cut::Together).await;
    }
    let is_over = player.hear_the_end().await;
    let Player { heard, closed, .. } = player;
    let codes = match &case.end {
        End::ClientCloses => &[NORMAL],
        End::ServerCloses(codes) => codes.as_slice(),
        End::Anyhow => return is_over.map(|()| Verdict::Informational),
    };
    let verdict = if heard == case.hears {
        Verdict::Ok
    } else if Some(&heard) == case.or_hears.as_ref() {
        Verdict::NonStrict
    } else {
        return Err(format!("it heard {heard:?} and not {:?}", case.hears));
    };
    if !closed.as_deref().and_then(code).is_some_and(|code| codes.contains(&code)) {
        return Err(format!("it was closed with {closed:?} and not with one of {codes:?}"));
    }
    is_over.map(|()| verdict)
}

/// The code in a close frame; `None` if it is not one that may be sent.
fn code(payload: &[u8]) -> Option<u16> {
    match payload {
        [] => Some(NO_CODE),
        [high, low, reason @ ..] => str::from_utf8(reason).is_ok().then_some(u16::from_be_bytes([*high, *low])),
        [_] => None,
    }
}

impl Player {
    async fn act(&mut self, steps: &[Step]) -> Result<(), String> {
        for step in steps {
            match step {
                Step::Send(frames, cut) => self.send(frames, *cut).await,
                Step::SendPart(bytes) => self.client.writes(bytes).await,
                Step::Hear => self.hear_until(self.heard.len() + 1).await?,
                Step::Listen => {
                    if timeout(WHILE, self.client.something()).await.is_ok() {
                        return Ok(());
                    }
                    self.heard.push(Heard::Silence);
                }
            }
        }
        Ok(())
    }

    async fn send(&mut self, frames: &[Frame], cut: Cut) {
        let mut bytes = frames.iter().map(Frame::bytes);
        let size = match cut {
            Cut::ByFrame => {
                for frame in bytes {
                    self.client.writes(&frame).await;
                }
                return;
            }
            Cut::Every(size) => size,
            Cut::Together => usize::MAX,
        };
        let bytes =
            if frames.len() == 1 { bytes.next().unwrap_or_default() } else { bytes.collect::<Vec<_>>().concat() };
        for piece in bytes.chunks(size) {
            self.client.writes(piece).await;
        }
    }

    /// Listens until it has heard so much, or the server has closed.
    async fn hear_until(&mut self, count: usize) -> Result<(), String> {
        while self.heard.len() < count && self.hear().await? {}
        Ok(())
    }

    /// Listens until the server has hung up.
    async fn hear_the_end(&mut self) -> Result<(), String> {
        while self.hear().await? {}
        match timeout_at(self.deadline, self.client.frame()).await {
            Ok(Ok(None)) => Ok(()),
            Ok(Ok(Some(frame))) => Err(format!("it heard {frame:?} after the close")),
            Ok(Err(error)) => Err(format!("the connection broke after the close: {error}")),
            Err(_) => Err("the server did not hang up after the close".to_owned()),
        }
    }

    /// Hears one more; `false` when there is nothing more because the server has closed.
    async fn hear(&mut self) -> Result<bool, String> {
        if self.closed.is_some() {
            return Ok(false);
        }
        let (first, payload) = match timeout_at(self.deadline, self.client.frame()).await {
            Ok(Ok(Some(frame))) => frame,
            Ok(Ok(None)) => return Err(format!("the server hung up without a close, after {:?}", self.heard)),
            Ok(Err(error)) => return Err(format!("the connection broke ({}): {error}", broke(&error))),
            Err(_) => return Err(format!("it heard no more than {:?}", self.heard)),
        };
        if first == FIN | CLOSE {
            self.closed = Some(payload);
            return Ok(false);
        }
        self.heard.push(match first {
            _ if first == FIN | TEXT => Heard::Text(payload),
            _ if first == FIN | BINARY => Heard::Binary(payload),
            _ if first == FIN | PONG => Heard::Pong(payload),
            _ => Heard::Other(first, payload),
        });
        Ok(true)
    }
}

fn broke(error: &io::Error) -> &'static str {
    match error.kind() {
        io::ErrorKind::ConnectionReset => "reset",
        io::ErrorKind::UnexpectedEof => "in the middle of a frame",
        _ => "otherwise",
    }
}
