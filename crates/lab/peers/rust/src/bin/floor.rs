//! The floor: what it costs to copy ready bytes to every client with one system call each, and nothing besides.
//!
//! `peer-floor plain` writes once per client and message, `peer-floor batched` once per client and wake-up.
//! There is no queue with a bound, no ping, no close handshake: only what a WebSocket client needs to listen.

#[path = "floor/client.rs"]
mod client;
#[path = "floor/frame.rs"]
mod frame;

use std::{collections::HashMap, io, net::SocketAddr};

use anyhow::{Context, Result, bail};
use mio::{Events, Interest, Poll, Token, net::TcpListener};

use client::Client;

const LISTENER: Token = Token(0);
const EVENTS: usize = 1_024;
const READ_BUFFER: usize = 64 * 1024;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Writes {
    PerMessage,
    PerWakeUp,
}

fn main() -> Result<()> {
    let writes = match std::env::args().nth(1).as_deref() {
        Some("plain") => Writes::PerMessage,
        Some("batched") => Writes::PerWakeUp,
        _ => bail!("say `plain` or `batched`"),
    };
    let port: u16 = std::env::var("PORT").context("PORT is not set")?.parse()?;
    Floor::listen(SocketAddr::from(([127, 0, 0, 1], port)), writes)?.run()
}

struct Floor {
    poll: Poll,
    listener: TcpListener,
    clients: HashMap<Token, Client>,
    last: usize,
    writes: Writes,
}

impl Floor {
    fn listen(address: SocketAddr, writes: Writes) -> Result<Self> {
        let poll = Poll::new()?;
        let mut listener = TcpListener::bind(address)?;
        poll.registry().register(&mut listener, LISTENER, Interest::READABLE)?;
        Ok(Self { poll, listener, clients: HashMap::new(), last: LISTENER.0, writes })
    }

    fn run(mut self) -> Result<()> {
        let mut events = Events::with_capacity(EVENTS);
        let mut buffer = vec![0; READ_BUFFER];
        // What came in since the last write, framed.
        let mut came = Vec::new();
        loop {
            self.poll.poll(&mut events, None)?;
            for event in &events {
                if event.token() == LISTENER {
                    self.accept()?;
                    continue;
                }
                let Some(client) = self.clients.get_mut(&event.token()) else { continue };
                if event.is_writable() {
                    client.write_on();
                }
                if event.is_readable() {
                    client.read(&mut buffer, &mut came);
                }
                if self.writes == Writes::PerMessage {
                    self.write_each(&came);
                    came.clear();
                }
            }
            if !came.is_empty() {
                self.write(&came);
                came.clear();
            }
            self.clients.retain(|_, client| !client.is_gone());
        }
    }

    fn accept(&mut self) -> io::Result<()> {
        loop {
            let mut stream = match self.listener.accept() {
                Ok((stream, _)) => stream,
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Ok(()),
                Err(error) => return Err(error),
            };
            stream.set_nodelay(true)?;
            self.last += 1;
            let token = Token(self.last);
            self.poll.registry().register(&mut stream, token, Interest::READABLE | Interest::WRITABLE)?;
            self.clients.insert(token, Client::new(stream));
        }
    }

    fn write_each(&mut self, mut frames: &[u8]) {
        while let Some(length) = frame::whole(frames) {
            let (one, rest) = frames.split_at(length);
            self.write(one);
            frames = rest;
        }
    }

    fn write(&mut self, frames: &[u8]) {
        for client in self.clients.values_mut() {
            client.write(frames);
        }
    }
}
