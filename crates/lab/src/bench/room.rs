//! One room, one message to everybody: what it costs the server, and how long it takes.

use std::{collections::VecDeque, time::Duration};

use anyhow::{Result, bail};
use tokio::time::Instant;

use super::{
    dialect::Speaker,
    link::Heard,
    load::{Load, PATIENCE},
    running::{Running, own_processor_time},
};
use crate::{clock, latencies::Latencies};

/// The message everybody sends: 120 bytes.
pub(super) const BODY: &str = "Good morning, everybody! The roses are out, the kettle is on, \
    and whoever comes to the garden at nine gets a cup of tea.";

/// Clients that take turns in sending, so that no limit on one of them is in the way.
const SENDERS: usize = 64;
/// Silence after which a message is taken for lost on clients that a server had not seated yet.
const DEAF: Duration = Duration::from_secs(1);

/// What was measured.
#[derive(Debug)]
pub(super) struct Measured {
    /// Messages times clients.
    pub(super) deliveries: u64,
    /// From the first send to the last delivery.
    pub(super) took: Duration,
    /// Processor time of the server.
    pub(super) server: Duration,
    /// Processor time of the load.
    pub(super) load: Duration,
    /// From a send until the last client has it.
    pub(super) reached: Latencies,
}

/// A room full of clients.
#[derive(Debug)]
pub(super) struct Room<'a> {
    load: &'a mut Load,
    speaker: Speaker,
    sender: usize,
    /// How many messages each client has heard.
    heard: Vec<u64>,
    /// Messages that everybody has heard.
    done: u64,
    /// The others, the oldest first: when they were sent and how many clients have them.
    under_way: VecDeque<(Instant, usize)>,
}

impl<'a> Room<'a> {
    /// Waits until every client hears what is said.
    pub(super) fn fill(load: &'a mut Load, speaker: Speaker, server: &Running) -> Result<Self> {
        load.rest(server)?;
        let mut room = Self { load, speaker, sender: 0, heard: Vec::new(), done: 0, under_way: VecDeque::new() };
        let end = clock::now() + PATIENCE;
        loop {
            room.start_over();
            room.send(1)?;
            let (mut heard_at, mut hearing) = (clock::now(), 0);
            while room.done == 0 && heard_at.elapsed() < DEAF {
                room.listen()?;
                let before = std::mem::replace(&mut hearing, room.hearing());
                if hearing > before {
                    heard_at = clock::now();
                }
            }
            if room.done > 0 {
                room.load.settle(Duration::from_millis(100))?;
                room.start_over();
                return Ok(room);
            }
            if clock::now() > end {
                bail!("only {hearing} of {} clients hear what is said", room.load.count());
            }
        }
    }

    /// Keeps so many messages under way for so long: a new one goes out when one has reached everybody.
    pub(super) fn keep_under_way(&mut self, window: usize, time: Duration, server: &Running) -> Result<Measured> {
        self.start_over();
        let (server_before, load_before) = (server.usage()?.processor, own_processor_time()?);
        let mut reached = Latencies::default();
        let start = clock::now();
        let mut progress = start;
        loop {
            let now = clock::now();
            if now < start + time {
                self.send(window - self.under_way.len())?;
            } else if self.under_way.is_empty() {
                break;
            }
            let before = self.done;
            self.listen_and(|duration| reached.add(duration))?;
            if self.done > before {
                progress = now;
            } else if progress.elapsed() > PATIENCE {
                bail!("a message has reached only {} of {} clients", self.hearing(), self.load.count());
            }
        }
        let clients = u64::try_from(self.load.count())?;
        Ok(Measured {
            deliveries: self.done * clients,
            took: start.elapsed(),
            server: server.usage()?.processor.saturating_sub(server_before),
            load: own_processor_time()?.saturating_sub(load_before),
            reached,
        })
    }

    fn start_over(&mut self) {
        self.heard = vec![0; self.load.count()];
        self.under_way.clear();
        self.done = 0;
    }

    /// How many clients have heard the oldest message that is under way.
    fn hearing(&self) -> usize {
        self.under_way.front().map_or(0, |(_, reached)| *reached)
    }

    /// One client says so many messages, in one write.
    fn send(&mut self, count: usize) -> Result<()> {
        if count == 0 {
            return Ok(());
        }
        let now = clock::now();
        let texts: Vec<String> = (0..count).map(|_| self.speaker.message(BODY)).collect();
        self.under_way.extend(std::iter::repeat_n((now, 0), count));
        self.sender = (self.sender + 1) % self.load.count().min(SENDERS);
        self.load.say_all(self.sender, &texts)
    }

    fn listen(&mut self) -> Result<()> {
        self.listen_and(|_| ())
    }

    fn listen_and(&mut self, mut everybody: impl FnMut(Duration)) -> Result<()> {
        let clients = self.heard.len();
        let Self { load, heard, done, under_way, .. } = self;
        load.turn(Duration::from_millis(50), |client, what| {
            let Heard::Messages(count, _) = what else { return Ok(()) };
            for _ in 0..count {
                let place = usize::try_from(heard[client].saturating_sub(*done))?;
                let Some((_, reached)) = under_way.get_mut(place) else { bail!("a client heard more than was said") };
                heard[client] += 1;
                *reached += 1;
                while let Some((sent, _)) = under_way.front().filter(|(_, reached)| *reached == clients) {
                    everybody(sent.elapsed());
                    under_way.pop_front();
                    *done += 1;
                }
            }
            Ok(())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_message_has_120_bytes() {
        assert_eq!(BODY.len(), 120);
    }
}
