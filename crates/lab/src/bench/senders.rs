//! People who send as fast as they are answered, each in a room of their own.

use std::time::Duration;

use anyhow::{Result, bail};
use hubbub_protocol::RoomId;
use tokio::time::Instant;

use super::{
    dialect::Speaker,
    link::Heard,
    load::{Load, PATIENCE},
    room::BODY,
    running::{Running, own_processor_time},
};
use crate::{clock, latencies::Latencies};

/// What one connection says before it starts afresh: a server lets each have a burst of 1,000 commands and 500 a
/// second from then on, and the bench is to measure the server and not its limits.
pub(super) const BURST: usize = 900;

/// What was measured.
#[derive(Debug)]
pub(super) struct Measured {
    /// From a send to its acknowledgement.
    pub(super) acknowledged: Latencies,
    /// From the first send to the last acknowledgement.
    pub(super) took: Duration,
    /// Processor time of the server.
    pub(super) server: Duration,
    /// Processor time of the load.
    pub(super) load: Duration,
}

/// Somebody who waits for one answer at a time.
#[derive(Debug, Clone)]
struct Sender {
    said: usize,
    sent_at: Instant,
}

/// Lets every connection of the load send for so long; the n-th one in the n-th room.
pub(super) fn send(
    load: &mut Load,
    speaker: &mut Speaker,
    rooms: &[RoomId],
    time: Duration,
    server: &Running,
) -> Result<Measured> {
    let (server_before, load_before) = (server.usage()?.processor, own_processor_time()?);
    let start = clock::now();
    let mut senders = vec![Sender { said: BURST, sent_at: start }; load.count()];
    let mut acknowledged = Latencies::default();
    let mut waiting = 0;
    // Everybody begins with a connection that has its whole burst.
    let mut free: Vec<usize> = (0..load.count()).collect();
    let mut progress = start;
    loop {
        let now = clock::now();
        for who in free.drain(..).filter(|_| now < start + time) {
            let sender = &mut senders[who];
            waiting += 1;
            if sender.said == BURST {
                sender.said = 0;
                load.reopen(who)?;
                continue;
            }
            sender.said += 1;
            sender.sent_at = now;
            let (_, text) = speaker.message_to(rooms[who], BODY);
            load.say(who, &text)?;
        }
        if waiting == 0 {
            break;
        }
        load.turn(Duration::from_millis(50), |who, heard| {
            match heard {
                Heard::Ready => {}
                Heard::Answer(_) => acknowledged.add(senders[who].sent_at.elapsed()),
                Heard::Messages(..) => return Ok(()),
            }
            waiting -= 1;
            free.push(who);
            Ok(())
        })?;
        if !free.is_empty() {
            progress = now;
        } else if progress.elapsed() > PATIENCE {
            bail!("{waiting} sends are not answered");
        }
    }
    Ok(Measured {
        acknowledged,
        took: start.elapsed(),
        server: server.usage()?.processor.saturating_sub(server_before),
        load: own_processor_time()?.saturating_sub(load_before),
    })
}
