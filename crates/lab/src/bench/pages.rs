//! People who fetch a page again and again, each on one connection that stays open.

use std::{
    io::{ErrorKind, Read as _, Write as _},
    net::SocketAddr,
    time::Duration,
};

use anyhow::{Context, Result, bail, ensure};
use mio::{Events, Interest, Poll, Token, net::TcpStream};
use tokio::time::Instant;

use super::{
    answer,
    running::{Running, own_processor_time},
};
use crate::{clock, latencies::Latencies};

const READ_BUFFER: usize = 256 * 1024;

/// What to fetch.
#[derive(Debug, Clone)]
pub(super) struct Page {
    /// Its path.
    pub(super) path: String,
    /// Who asks.
    pub(super) token: Option<String>,
    /// Whether to ask for the compression a browser asks for.
    pub(super) compressed: bool,
}

/// What was measured.
#[derive(Debug, Default)]
pub(super) struct Measured {
    /// From a request to the end of its answer.
    pub(super) answered: Latencies,
    /// Bytes of one answer, its head included.
    pub(super) size: usize,
    pub(super) took: Duration,
    /// Processor time of the server.
    pub(super) server: Duration,
    /// Processor time of the load.
    pub(super) load: Duration,
}

struct Reader {
    stream: TcpStream,
    asked_at: Instant,
    came: Vec<u8>,
    /// Ends with the answer that is under way.
    last: bool,
}

impl Page {
    pub(super) fn request(&self, address: SocketAddr) -> String {
        use std::fmt::Write as _;

        let mut head = format!("GET {} HTTP/1.1\r\nHost: {address}\r\n", self.path);
        // Writing to a string cannot fail.
        if let Some(token) = &self.token {
            let _ = write!(head, "Authorization: Bearer {token}\r\n");
        }
        if self.compressed {
            let _ = write!(head, "Accept-Encoding: gzip, deflate, br, zstd\r\n");
        }
        head + "\r\n"
    }
}

/// Lets so many people fetch the page for so long.
pub(super) fn fetch(server: &Running, page: &Page, people: usize, time: Duration) -> Result<Measured> {
    let request = page.request(server.address());
    let mut poll = Poll::new()?;
    let mut readers = Vec::new();
    for index in 0..people {
        let stream = std::net::TcpStream::connect(server.address()).context("a reader cannot connect")?;
        stream.set_nodelay(true)?;
        stream.set_nonblocking(true)?;
        let mut stream = TcpStream::from_std(stream);
        poll.registry().register(&mut stream, Token(index), Interest::READABLE)?;
        readers.push(Reader { stream, asked_at: clock::now(), came: Vec::new(), last: false });
    }
    let (server_before, load_before) = (server.usage()?.processor, own_processor_time()?);
    let (start, mut measured) = (clock::now(), Measured::default());
    let (mut events, mut buffer, mut under_way) = (Events::with_capacity(256), vec![0; READ_BUFFER], people);
    for reader in &mut readers {
        reader.ask(&request)?;
    }
    while under_way > 0 {
        poll.poll(&mut events, Some(Duration::from_millis(50)))?;
        for event in &events {
            let reader = &mut readers[event.token().0];
            reader.last = start.elapsed() >= time;
            under_way -= usize::from(reader.read(&request, &mut buffer, &mut measured)?);
        }
        if start.elapsed() > time + Duration::from_secs(20) {
            bail!("{under_way} requests are not answered");
        }
    }
    measured.took = start.elapsed();
    measured.server = server.usage()?.processor.saturating_sub(server_before);
    measured.load = own_processor_time()?.saturating_sub(load_before);
    Ok(measured)
}

impl Reader {
    fn ask(&mut self, request: &str) -> Result<()> {
        self.asked_at = clock::now();
        // A request is far smaller than the buffer of an idle connection.
        self.stream.write_all(request.as_bytes()).context("a reader cannot ask")
    }

    /// Reads what is there and asks again; `true` when this reader is done.
    fn read(&mut self, request: &str, buffer: &mut [u8], measured: &mut Measured) -> Result<bool> {
        loop {
            let length = match self.stream.read(buffer) {
                Ok(0) => bail!("the server closed a connection"),
                Ok(length) => length,
                Err(error) if error.kind() == ErrorKind::WouldBlock => return Ok(false),
                Err(error) => return Err(error).context("a reader cannot read"),
            };
            self.came.extend(&buffer[..length]);
            if let Some((status, end)) = answer::first(&self.came)? {
                ensure!(status == 200, "the server answered {status}");
                ensure!(end == self.came.len(), "the server answered more than it was asked");
                measured.answered.add(self.asked_at.elapsed());
                measured.size = end;
                self.came.clear();
                if self.last {
                    return Ok(true);
                }
                self.ask(request)?;
            }
            // A read that did not fill the buffer has emptied the socket; what comes next wakes us again.
            if length < buffer.len() {
                return Ok(false);
            }
        }
    }
}
