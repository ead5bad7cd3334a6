//! The room page, exactly so often, from a server that runs under another program: callgrind counts its instructions.

use std::{
    io::{Read as _, Write as _},
    net::TcpStream,
    path::PathBuf,
    time::Duration,
};

use anyhow::{Context, Result, ensure};

use super::{
    answer,
    archive::{Archive, FEW},
    cores::Cores,
    pages::Page,
    running::Running,
};

/// A server under callgrind is fifty times slower, and starts with a core that others use.
const PATIENCE: Duration = Duration::from_mins(1);

/// What to fetch how often from what.
#[derive(Debug)]
pub struct Count {
    /// Hubbub's binary.
    pub server: PathBuf,
    /// The program, with its arguments, that it runs under.
    pub under: Vec<String>,
    /// How often the page is fetched.
    pub requests: usize,
    /// Where what was written for it stays between runs.
    pub keep: PathBuf,
}

/// Fetches the page that often, one after the other over one connection, and ends the server as an operator would.
pub fn run(count: &Count) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().context("no runtime")?;
    // The server has a core to itself, and with it one thread for requests.
    let cores = Cores::take()?;
    let archive = Archive::find(&runtime, cores, &count.server, &count.keep, FEW)?;
    // Whoever wrote the archive left a log that the next start takes up: not the one that is counted.
    runtime.block_on(Running::start(&runtime, cores, &archive.command(&count.server))?.end(PATIENCE))?;
    let command: Vec<String> = count.under.iter().cloned().chain(archive.command(&count.server)).collect();
    let running = Running::start(&runtime, cores, &command)?;
    let page = Page { path: archive.small.page(), token: Some(archive.token), compressed: false };
    fetch(&running, &page, count.requests).with_context(|| running.last_words())?;
    runtime.block_on(running.end(PATIENCE))
}

fn fetch(running: &Running, page: &Page, times: usize) -> Result<()> {
    let request = page.request(running.address());
    let mut stream = TcpStream::connect(running.address())?;
    stream.set_read_timeout(Some(PATIENCE))?;
    let (mut came, mut buffer) = (Vec::new(), vec![0; 64 * 1024]);
    for _ in 0..times {
        stream.write_all(request.as_bytes())?;
        let status = loop {
            let length = stream.read(&mut buffer).context("the page does not come")?;
            ensure!(length > 0, "the server closed the connection");
            came.extend_from_slice(&buffer[..length]);
            if let Some((status, _)) = answer::first(&came)? {
                break status;
            }
        };
        ensure!(status == 200, "the server answered {status}");
        came.clear();
    }
    Ok(())
}
