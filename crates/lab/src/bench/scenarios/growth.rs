//! What things cost as a Hubbub grows: a delivery with more clients, a send with more rooms, a page with more messages.

mod rooms;

use std::time::Duration;

use anyhow::Result;

use crate::bench::{
    Bench, LARGEST_CROWD,
    archive::{FEW, Kept},
    grid::{Column, Grid, number},
    pages::{self, Page},
    progress,
    running::Running,
    scenarios::fanout::{self, Figures},
};

const CLIENTS: [usize; 4] = [100, 1_000, 5_000, LARGEST_CROWD];
const UNDER_WAY: usize = 4;
const READERS: usize = 16;
/// How often each page of two has its turn.
const TURNS: usize = 3;

pub(in crate::bench) fn run(bench: &mut Bench) -> Result<Vec<String>> {
    Ok(vec![deliveries(bench)?, rooms::run(bench)?, pages(bench)?])
}

fn deliveries(bench: &mut Bench) -> Result<String> {
    let hubbub = bench.hubbub();
    let clients: Vec<usize> = CLIENTS.into_iter().filter(|clients| *clients == bench.crowd(*clients)).collect();
    let title = format!("Growth: a delivery, {UNDER_WAY} messages in flight");
    let columns = vec![Column::new("server CPU µs per delivery", 2).beside(Some(0), "100")];
    let rows = clients.iter().map(|clients| thousands(*clients)).collect();
    let mut grid = Grid::new(title, "clients", rows, columns);
    for round in 0..bench.rounds {
        for (row, clients) in clients.iter().enumerate() {
            let measured = fanout::measure(bench, &hubbub, *clients, UNDER_WAY, bench.seconds(4))?;
            let cost = Figures::of(&measured).cost;
            progress(&format!("growth, round {}: {clients} clients: {cost:.2} µs", round + 1));
            grid.add(row, 0, round, cost);
        }
    }
    Ok(grid.markdown())
}

fn pages(bench: &mut Bench) -> Result<String> {
    let archive = bench.archive()?;
    let columns = vec![
        Column::new("room page, server CPU µs", 1).beside(Some(0), "1,000"),
        Column::new("50 messages as JSON, server CPU µs", 1).beside(Some(0), "1,000"),
    ];
    let rows = [FEW, bench.archived()].map(thousands).to_vec();
    let mut grid = Grid::new("Growth: a page", "messages in the room", rows, columns);
    let kept = [&archive.small, &archive.large];
    for round in 0..bench.rounds {
        let running = Running::start(&bench.runtime, bench.cores, &archive.command(&bench.binary))?;
        for (column, path) in [Kept::page, Kept::log].into_iter().enumerate() {
            let page = |kept| Page { path: path(kept), token: Some(archive.token.clone()), compressed: false };
            let pages = kept.map(page);
            for (row, cost) in in_turn(&running, &pages, bench.seconds(1))?.into_iter().enumerate() {
                progress(&format!("growth, round {}: {}: {cost:.1} µs", round + 1, pages[row].path));
                grid.add(row, column, round, cost);
            }
        }
    }
    Ok(grid.markdown())
}

/// What each page costs the server, in microseconds. They take short turns, because a shared machine changes its speed
/// within seconds, too.
fn in_turn(server: &Running, pages: &[Page; 2], turn: Duration) -> Result<[f64; 2]> {
    let mut costs = [(Duration::ZERO, 0); 2];
    for page in pages {
        pages::fetch(server, page, READERS, turn)?;
    }
    for _ in 0..TURNS {
        for (page, (processor, count)) in pages.iter().zip(&mut costs) {
            let measured = pages::fetch(server, page, READERS, turn)?;
            *processor += measured.server;
            *count += u32::try_from(measured.answered.count())?;
        }
    }
    Ok(costs.map(|(processor, count)| (processor / count.max(1)).as_secs_f64() * 1e6))
}

#[expect(clippy::cast_precision_loss, reason = "a number for people to read")]
fn thousands(count: usize) -> String {
    number(count as f64, 0)
}
