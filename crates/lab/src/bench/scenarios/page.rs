//! The room page with 50 messages: rendered by the server, beside a file that only has to be sent; and in a browser.

mod browser;

use anyhow::Result;

use crate::bench::{
    Bench,
    grid::{Column, Grid},
    pages::{self, Measured, Page},
    progress,
    running::Running,
    scenarios::sends::millis,
};

const PEOPLE: usize = 64;
const FILE: &str = "/favicon.svg";

pub(in crate::bench) fn run(bench: &mut Bench) -> Result<Vec<String>> {
    let archive = bench.archive()?;
    let page = |path: String, compressed| Page { path, token: Some(archive.token.clone()), compressed };
    let wanted = [
        ("room page, as it is", page(archive.large.page(), false)),
        ("room page, as a browser asks for it", page(archive.large.page(), true)),
        ("50 messages as JSON", page(archive.large.log(), false)),
        ("static file", page(FILE.to_owned(), false)),
    ];
    let columns = vec![
        Column::new("requests/s", 0).beside(Some(wanted.len() - 1), "static file"),
        Column::new("p50, ms", 2),
        Column::new("p99, ms", 2),
        Column::new("server CPU µs per request", 1),
        Column::new("bytes, head included", 0),
        Column::new("load %", 0),
    ];
    let title = format!("First page: {PEOPLE} connections, each asks again as soon as it is answered");
    let mut grid = Grid::new(title, "what", wanted.iter().map(|(name, _)| (*name).to_owned()).collect(), columns);
    for round in 0..bench.rounds {
        let running = Running::start(&bench.runtime, bench.cores, &archive.command(&bench.binary))?;
        for (row, (name, page)) in wanted.iter().enumerate() {
            pages::fetch(&running, page, PEOPLE, bench.seconds(1))?;
            let measured = pages::fetch(&running, page, PEOPLE, bench.seconds(4))?;
            let figures = figures(&measured);
            progress(&format!("page, round {}: {name}: {:.0}/s", round + 1, figures[0]));
            grid.add_row(row, round, &figures);
        }
    }
    let mut tables = vec![grid.markdown()];
    tables.append(&mut browser::run(bench, &archive)?);
    Ok(tables)
}

#[expect(clippy::cast_precision_loss, reason = "rates for people to read")]
fn figures(measured: &Measured) -> [f64; 6] {
    let (count, took) = (measured.answered.count().max(1) as f64, measured.took.as_secs_f64());
    [
        count / took,
        millis(measured.answered.p50()),
        millis(measured.answered.p99()),
        measured.server.as_secs_f64() * 1e6 / count,
        measured.size as f64,
        measured.load.as_secs_f64() / took * 100.0,
    ]
}
