//! From the start of the process to the first page it has served, with nothing stored and with a million messages.

use std::{
    io::{Read as _, Write as _},
    net::{SocketAddr, TcpStream},
    time::Duration,
};

use anyhow::{Result, bail};

use crate::{
    bench::{
        Bench,
        dialect::Dialect,
        grid::{Column, Grid},
        load::Load,
        pages::Page,
        progress,
        running::Running,
        scenarios::sends::millis,
    },
    clock,
};

pub(in crate::bench) fn run(bench: &mut Bench) -> Result<Vec<String>> {
    let archive = bench.archive()?;
    let (large, token) = (archive.large.page(), Some(archive.token.clone()));
    let room = Page { path: large, token, compressed: false };
    let entrance = Page { path: "/sign-in".to_owned(), token: None, compressed: false };
    let rows = vec![
        "nothing stored, the page that asks for a name".to_owned(),
        format!("{} messages stored, the room that holds them", bench.archived()),
    ];
    let columns = vec![Column::new("ms to the first page", 1), Column::new("idle, MiB", 1)];
    let mut grid =
        Grid::new("Start: process start to first page served, files in the system's cache", "with", rows, columns);
    // The first start after an update may bring the archive to a new form; that is not what is measured here.
    drop(Running::start(&bench.runtime, bench.cores, &archive.command(&bench.binary))?);
    for round in 0..bench.rounds {
        let empty = tempfile::Builder::new().prefix("empty-").tempdir_in(&bench.keep)?;
        let fresh = crate::bench::cast::command(&bench.binary, &empty.path().join("data"));
        for (row, (command, page)) in [(fresh, &entrance), (archive.command(&bench.binary), &room)].iter().enumerate() {
            let started = clock::now();
            let running = Running::spawn(bench.cores, command)?;
            let request = page.request(running.address());
            let shown = || shows(running.address(), &request);
            if !bench.runtime.block_on(clock::holds_within(Duration::from_secs(30), Duration::from_millis(1), shown)) {
                bail!("no page was served: {}", running.last_words());
            }
            let took = millis(started.elapsed());
            let mut nobody = Load::new(running.address(), Dialect::Hubbub, &[])?;
            nobody.rest(&running)?;
            grid.add(row, 0, round, took);
            grid.add(row, 1, round, mebibytes(running.usage()?.memory));
            progress(&format!("start, round {}: {took:.1} ms", round + 1));
        }
    }
    Ok(vec![grid.markdown()])
}

/// Whether the page is served; an answer with another status than 200 is no page.
fn shows(address: SocketAddr, request: &str) -> bool {
    let ask = || -> std::io::Result<String> {
        let mut stream = TcpStream::connect(address)?;
        let request = request.replacen("\r\n", "\r\nConnection: close\r\n", 1);
        stream.write_all(request.as_bytes())?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer)?;
        Ok(String::from_utf8_lossy(&answer).into_owned())
    };
    ask().is_ok_and(|answer| answer.starts_with("HTTP/1.1 200") && answer.contains("</html>"))
}

#[expect(clippy::cast_precision_loss, reason = "memory for people to read")]
fn mebibytes(bytes: u64) -> f64 {
    bytes as f64 / 1_048_576.0
}
