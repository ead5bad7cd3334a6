//! The one loop of a connection: frames, outcomes, queued events and time in, frames out.

use std::{mem, pin::pin, time::Duration};

use futures::{StreamExt as _, stream::FuturesUnordered};
use hubbub_protocol::CloseCode;
use hubbub_realtime::{
    Connection, Outbound,
    connection::{Effect, Effects, Work},
};
use tokio::time::{Instant, sleep_until, timeout};

use super::{
    closing,
    socket::{Incoming, Outgoing, Socket},
};

/// Queued frames that are written with one flush.
const BATCH: usize = 64;
/// A frame that cannot be written for so long will not be.
const STALL: Duration = Duration::from_secs(10);
/// The same once the queue has overflowed: what follows is lost to this connection in any case.
const LAST_CHANCE: Duration = Duration::from_secs(1);
/// How long commands under way may hold up a restart.
const LAST_ANSWERS: Duration = Duration::from_secs(3);

/// How a connection ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    /// The client said goodbye.
    Goodbye,
    /// The network connection is gone, or takes nothing any more.
    Gone,
    /// The server closed it.
    Closed(CloseCode),
    /// The server closed it because of something that ended reading.
    Unreadable(CloseCode),
}

/// Now, on the clock that limits and timeouts use.
pub(super) fn now() -> std::time::Instant {
    Instant::now().into_std()
}

/// Serves a connection until it ends, and then ends the socket.
pub(super) async fn run(mut socket: impl Socket, connection: Connection, mut outbound: Outbound) -> End {
    // The connection is forgotten before the close, which takes its time; the restart waits until that is done.
    let end = exchange(&mut socket, connection, &mut outbound).await;
    match end {
        End::Goodbye => closing::answer(&mut socket).await,
        End::Gone => {}
        End::Closed(code) => closing::close(&mut socket, code).await,
        End::Unreadable(code) => closing::close_unread(&mut socket, code).await,
    }
    end
}

async fn exchange(socket: &mut impl Socket, mut connection: Connection, outbound: &mut Outbound) -> End {
    let mut work = FuturesUnordered::new();
    let mut frames = Vec::new();
    let mut timer = pin!(sleep_until(connection.deadline().into()));
    let mut leaving = None;
    loop {
        let limit = if connection.is_live() { BATCH } else { 0 };
        let effects = tokio::select! {
            incoming = socket.recv(), if leaving.is_none() && connection.wants_frames() => match incoming {
                Incoming::Text(text) => {
                    let (next, effects) = connection.on_frame(&text, now());
                    connection = next;
                    effects
                }
                Incoming::Control => connection.on_control(now()),
                Incoming::Goodbye => {
                    connection.on_goodbye();
                    return End::Goodbye;
                }
                Incoming::Unacceptable(code) => return End::Unreadable(code),
                Incoming::Gone => return End::Gone,
            },
            Some(outcome) = work.next() => connection.on_outcome(outcome),
            queued = outbound.recv_many(&mut frames, limit), if leaving.is_none() => match queued {
                Ok(()) => {
                    // The buffer is taken with its memory: an idle connection keeps none.
                    let news = mem::take(&mut frames).into_iter().filter(|frame| connection.is_news(frame));
                    news.map(|frame| Effect::Send(frame.text)).collect()
                }
                Err(code) => {
                    leaving = Some(code);
                    timer.as_mut().reset(Instant::now() + LAST_ANSWERS);
                    Effects::new()
                }
            },
            () = &mut timer => match leaving {
                Some(code) => return End::Closed(code),
                None => connection.on_tick(now()),
            },
        };
        if let Err(end) = carry_out(effects, socket, outbound, &mut work).await {
            return end;
        }
        if let Some(code) = leaving {
            if work.is_empty() || code == CloseCode::SlowConsumer {
                return End::Closed(code);
            }
        } else if timer.is_elapsed() {
            // Only a timer that has run out is set again: signs of life come often and need no timer each.
            timer.as_mut().reset(connection.deadline().into());
        }
    }
}

/// Does what the connection wants. However slow the client reads, this takes no longer than a few stalls.
async fn carry_out(
    effects: Effects,
    socket: &mut impl Socket,
    outbound: &Outbound,
    work: &mut FuturesUnordered<Work>,
) -> Result<(), End> {
    let mut is_written = false;
    for effect in effects {
        let outgoing = match effect {
            Effect::Run(future) => {
                work.push(future);
                continue;
            }
            // What was said before is flushed with the close frame.
            Effect::Close(code) => return Err(End::Closed(code)),
            Effect::Send(text) => Outgoing::Text(text),
            Effect::Ping => Outgoing::Ping,
        };
        if outbound.has_overflowed() {
            return Err(End::Closed(CloseCode::SlowConsumer));
        }
        in_time(socket.feed(outgoing), outbound).await?;
        is_written = true;
    }
    if is_written { in_time(socket.flush(), outbound).await } else { Ok(()) }
}

async fn in_time<E>(writing: impl Future<Output = Result<(), E>>, outbound: &Outbound) -> Result<(), End> {
    let begun = Instant::now();
    let mut writing = pin!(writing);
    loop {
        match timeout(LAST_CHANCE, &mut writing).await {
            Ok(written) => return written.map_err(|_| End::Gone),
            Err(_) if outbound.has_overflowed() || begun.elapsed() >= STALL => {
                return Err(End::Closed(CloseCode::SlowConsumer));
            }
            Err(_) => {}
        }
    }
}
