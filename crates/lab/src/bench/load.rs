//! The load: one thread that keeps thousands of connections and looks at as little as it can.

use std::{net::SocketAddr, time::Duration};

use anyhow::{Context, Result, bail};
use mio::{Events, Interest, Poll, Token};
use tokio::time::Instant;

use super::{
    dialect::Dialect,
    link::{Heard, Link},
    running::Running,
};
use crate::clock;

/// Handshakes under way at once: below what any peer lets wait to be accepted.
const OPENING: usize = 64;
const EVENTS: usize = 1_024;
const READ_BUFFER: usize = 64 * 1024;
/// How long a server may take for the next step of anything.
pub(super) const PATIENCE: Duration = Duration::from_secs(20);

/// Connections to one server.
#[derive(Debug)]
pub(super) struct Load {
    address: SocketAddr,
    dialect: Dialect,
    tokens: Vec<String>,
    poll: Poll,
    events: Events,
    buffer: Vec<u8>,
    links: Vec<Link>,
}

impl Load {
    /// No connection yet. The tokens are those of the accounts, one for each connection; peers need none.
    pub(super) fn new(address: SocketAddr, dialect: Dialect, tokens: &[String]) -> Result<Self> {
        Ok(Self {
            address,
            dialect,
            tokens: tokens.to_vec(),
            poll: Poll::new().context("there is no way to wait for sockets")?,
            events: Events::with_capacity(EVENTS),
            buffer: vec![0; READ_BUFFER],
            links: Vec::new(),
        })
    }

    /// How many connections there are.
    pub(super) const fn count(&self) -> usize {
        self.links.len()
    }

    /// Connects until there are so many, and waits until all of them are ready.
    pub(super) fn grow(&mut self, count: usize) -> Result<()> {
        let mut ready = self.links.len();
        let mut progress = clock::now();
        while ready < count {
            while self.links.len() < count && self.links.len() - ready < OPENING {
                let link = self.open(self.links.len())?;
                self.links.push(link);
            }
            let before = ready;
            self.turn(Duration::from_millis(100), |_, heard| {
                ready += usize::from(matches!(heard, Heard::Ready));
                Ok(())
            })?;
            if ready > before {
                progress = clock::now();
            } else if progress.elapsed() > PATIENCE {
                bail!("only {ready} of {count} clients could connect");
            }
        }
        Ok(())
    }

    /// Ends a connection and opens it anew; it says when it is ready.
    pub(super) fn reopen(&mut self, link: usize) -> Result<()> {
        let new = self.open(link)?;
        let mut old = std::mem::replace(&mut self.links[link], new);
        self.poll.registry().deregister(old.stream()).context("an old connection cannot be left")
    }

    /// Sends one text.
    pub(super) fn say(&mut self, link: usize, text: &str) -> Result<()> {
        self.links[link].say(text)
    }

    /// Sends several texts with one write.
    pub(super) fn say_all(&mut self, link: usize, texts: &[String]) -> Result<()> {
        let link = &mut self.links[link];
        for text in texts {
            link.prepare(text);
        }
        link.write_on()
    }

    /// Waits for something to come, at most so long, and reads all that has.
    pub(super) fn turn(&mut self, wait: Duration, mut hear: impl FnMut(usize, Heard<'_>) -> Result<()>) -> Result<()> {
        if let Err(error) = self.poll.poll(&mut self.events, Some(wait))
            && error.kind() != std::io::ErrorKind::Interrupted
        {
            return Err(error).context("the sockets cannot be waited for");
        }
        for event in &self.events {
            let index = event.token().0;
            let link = &mut self.links[index];
            if event.is_writable() {
                link.writable()?;
            }
            if event.is_readable() {
                link.read(&mut self.buffer, &mut |heard| hear(index, heard))?;
            }
        }
        Ok(())
    }

    /// Reads until nothing has come for a while.
    pub(super) fn settle(&mut self, quiet: Duration) -> Result<()> {
        let end = clock::now() + PATIENCE;
        let mut heard_at = clock::now();
        while heard_at.elapsed() < quiet {
            self.turn(quiet / 4, |_, _| {
                heard_at = clock::now();
                Ok(())
            })?;
            if clock::now() > end {
                bail!("the server does not stop talking");
            }
        }
        Ok(())
    }

    /// Reads until the server has nothing left to do.
    pub(super) fn rest(&mut self, server: &Running) -> Result<()> {
        let pace = Duration::from_millis(300);
        let end = clock::now() + PATIENCE * 3;
        loop {
            let (before, since) = (server.usage()?.processor, clock::now());
            while since.elapsed() < pace {
                self.turn(pace / 6, |_, _| Ok(()))?;
            }
            if server.usage()?.processor.saturating_sub(before) < since.elapsed() / 20 {
                return Ok(());
            }
            if clock::now() > end {
                bail!("the server does not come to rest although nobody does anything");
            }
        }
    }

    fn open(&mut self, index: usize) -> Result<Link> {
        let token = self.tokens.get(index).map(String::as_str);
        let mut link = Link::open(self.address, self.dialect, token).context("a client cannot connect")?;
        let interest = Interest::READABLE | Interest::WRITABLE;
        self.poll.registry().register(link.stream(), Token(index), interest)?;
        Ok(link)
    }
}

/// How long to wait for sockets when something is due then: the last stretch is waited actively, because the system
/// rounds to milliseconds.
pub(super) fn until(due: Instant) -> Duration {
    let left = due.saturating_duration_since(clock::now());
    left.saturating_sub(Duration::from_millis(2))
}

#[cfg(test)]
mod tests;
