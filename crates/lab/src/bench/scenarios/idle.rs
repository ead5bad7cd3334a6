//! What an idle connection costs in memory.

use anyhow::Result;

use crate::bench::{
    Bench, LARGEST_CROWD,
    contestant::Contestant,
    grid::{Column, Grid},
    names, progress,
};

/// Connected before the first look: threads, caches and pools are there from then on.
const WARM_UP: usize = 100;

pub(in crate::bench) fn run(bench: &mut Bench) -> Result<Vec<String>> {
    let contestants = bench.contestants.clone();
    let clients = bench.crowd(LARGEST_CROWD);
    let columns = vec![
        Column::new("KiB per connection", 2),
        Column::new("MiB, nobody connected", 1),
        Column::new("MiB, everybody connected", 1),
    ];
    let title = format!("Idle: resident memory at {clients} connections, each of its own account where there are any");
    let mut grid = Grid::new(title, "server", names(&contestants), columns);
    let present = grid.present(&contestants);
    for round in 0..bench.rounds {
        for &(row, contestant) in &present {
            match measure(bench, contestant, clients) {
                Ok(memory) => {
                    let [idle, warm, full] = memory.map(kibibytes);
                    let each = (full - warm) / counted(clients);
                    progress(&format!("idle, round {}: {}: {each:.2} KiB", round + 1, contestant.name));
                    grid.add_row(row, round, &[each, idle / 1_024.0, full / 1_024.0]);
                }
                Err(error) => grid.failed(row, contestant, error)?,
            }
        }
    }
    Ok(vec![grid.markdown()])
}

/// Bytes with nobody, with a few and with all connections.
fn measure(bench: &mut Bench, contestant: &Contestant, clients: usize) -> Result<[u64; 3]> {
    let (mut running, mut load, _) = bench.start(contestant)?;
    load.rest(&running)?;
    let idle = running.usage()?.memory;
    load.grow(WARM_UP.min(clients / 2))?;
    load.rest(&running)?;
    let warm = running.usage()?.memory;
    load.grow(clients)?;
    load.rest(&running)?;
    let full = running.usage()?.memory;
    running.lives()?;
    Ok([idle, warm, full])
}

#[expect(clippy::cast_precision_loss, reason = "memory for people to read")]
fn kibibytes(bytes: u64) -> f64 {
    bytes as f64 / 1_024.0
}

/// How many connections are counted: those between the two looks.
#[expect(clippy::cast_precision_loss, reason = "a few thousand connections")]
fn counted(clients: usize) -> f64 {
    (clients - WARM_UP.min(clients / 2)).max(1) as f64
}
