//! The one loop of a connection: frames, outcomes and time in, frames out. Events of others come past it: the
//! publisher writes them, and calls only when the client does not take them.

use std::{pin::pin, time::Duration};

use futures::{StreamExt as _, stream::FuturesUnordered};
use hubbub_protocol::CloseCode;
use hubbub_realtime::{
    Connection, Outbound, Written,
    connection::{Effect, Effects, Work},
    wire,
};
use hubbub_websocket::Incoming;
use tokio::time::{Instant, sleep_until, timeout};

use super::{
    closing::{self, End},
    socket::Socket,
};

/// A client that takes nothing for so long will not take the rest.
const STALL: Duration = Duration::from_secs(10);
/// The same once the queue has overflowed: what follows is lost to this connection in any case.
const LAST_CHANCE: Duration = Duration::from_secs(1);
/// How long commands under way may hold up a restart.
const LAST_ANSWERS: Duration = Duration::from_secs(3);

/// Now, on the clock that limits and timeouts use.
pub(super) fn now() -> std::time::Instant {
    Instant::now().into_std()
}

/// Serves a connection until it ends, and then ends the socket.
pub(super) async fn run(mut socket: impl Socket, connection: Connection, outbound: Outbound) -> End {
    // The connection is forgotten before the close, which takes its time; the restart waits until that is done.
    let end = exchange(&mut socket, connection, &outbound).await;
    closing::finish(end, &mut socket, &outbound).await;
    end
}

async fn exchange(socket: &mut impl Socket, mut connection: Connection, outbound: &Outbound) -> End {
    let mut work = FuturesUnordered::new();
    let mut timer = pin!(sleep_until(connection.deadline().into()));
    let mut leaving = None;
    loop {
        let effects = tokio::select! {
            incoming = socket.recv(), if leaving.is_none() && connection.wants_frames() => match incoming {
                // What was read before the end of the session was noticed comes too late.
                Incoming::Text(_) if outbound.is_cut_off() => return End::Closed(CloseCode::SessionEnded),
                Incoming::Text(text) => {
                    let (next, effects) = connection.on_frame(&text, now());
                    connection = next;
                    effects
                }
                Incoming::Control(answer) => {
                    outbound.say(answer);
                    connection.on_control(now())
                }
                Incoming::Goodbye(answer) => {
                    outbound.say(answer);
                    connection.on_goodbye();
                    return End::Goodbye;
                }
                Incoming::Binary(_) => return End::Unreadable(CloseCode::Unsupported),
                Incoming::Unacceptable(code) => return End::Unreadable(code),
                Incoming::Gone => return End::Gone,
            },
            Some(outcome) = work.next() => connection.on_outcome(outcome),
            called = outbound.called(), if leaving.is_none() => match called {
                Ok(()) => Effects::new(),
                Err(CloseCode::SessionEnded) => {
                    connection.on_goodbye();
                    return End::Closed(CloseCode::SessionEnded);
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

/// Does what the connection wants, and writes what waits for the client. However slow that reads, it goes on only
/// while the client takes something.
async fn carry_out(
    effects: Effects,
    socket: &mut impl Socket,
    outbound: &Outbound,
    work: &mut FuturesUnordered<Work>,
) -> Result<(), End> {
    for effect in effects {
        match effect {
            Effect::Run(future) => work.push(future),
            Effect::Send(frame) => outbound.say(frame),
            Effect::Ping => outbound.say(wire::ping()),
            Effect::GoLive(floors) => outbound.go_live(floors),
            // What was said before is written with the close frame.
            Effect::Close(code) => return Err(End::Closed(code)),
        }
    }
    loop {
        if outbound.has_overflowed() {
            return Err(End::Closed(CloseCode::SlowConsumer));
        }
        match outbound.write() {
            Written::Everything => return Ok(()),
            Written::Stuck => in_time(socket.writable(), outbound).await?,
            Written::Broken => return Err(End::Gone),
        }
    }
}

async fn in_time(writable: impl Future<Output = ()>, outbound: &Outbound) -> Result<(), End> {
    let begun = Instant::now();
    let mut writable = pin!(writable);
    loop {
        let waited = tokio::select! {
            waited = timeout(LAST_CHANCE, &mut writable) => waited,
            () = outbound.cut_off() => return Err(End::Closed(CloseCode::SessionEnded)),
        };
        match waited {
            Ok(()) => return Ok(()),
            Err(_) if outbound.has_overflowed() || begun.elapsed() >= STALL => {
                return Err(End::Closed(CloseCode::SlowConsumer));
            }
            Err(_) => {}
        }
    }
}
