//! How long it takes: many rooms at a steady rate, and one message to a room with everybody in it.

use anyhow::{Context, Result};
use futures::{StreamExt, TryStreamExt};
use hubbub_protocol::RoomId;

use crate::{
    Server,
    bench::{
        Bench, LARGEST_CROWD,
        grid::{Column, Grid},
        names, open_loop, progress,
        scenarios::{fanout, sends::millis},
    },
};

const CLIENTS: usize = 1_000;
const ROOMS: usize = 50;
const PER_SECOND: u32 = 200;

pub(in crate::bench) fn run(bench: &mut Bench) -> Result<Vec<String>> {
    Ok(vec![steady(bench)?, reach(bench)?])
}

fn steady(bench: &mut Bench) -> Result<String> {
    let hubbub = bench.hubbub();
    let rooms = shared_rooms(bench)?;
    let title = format!("Latency: {CLIENTS} clients in {ROOMS} rooms, {PER_SECOND} sends/s, from when a send was due");
    let columns = vec![Column::new("p50, ms", 2), Column::new("p99, ms", 2), Column::new("p99.9, ms", 2)];
    let rows = vec!["acknowledgement".to_owned(), "delivery".to_owned()];
    let mut grid = Grid::new(title, "until", rows, columns);
    for round in 0..bench.rounds {
        let (running, mut load, mut speaker) = bench.start(&hubbub)?;
        load.grow(CLIENTS)?;
        load.rest(&running)?;
        open_loop::send(&mut load, &mut speaker, &rooms, PER_SECOND, bench.seconds(1))?;
        let measured = open_loop::send(&mut load, &mut speaker, &rooms, PER_SECOND, bench.seconds(15))?;
        for (row, latencies) in [measured.acknowledged, measured.delivered].iter().enumerate() {
            for (column, permille) in [500, 990, 999].into_iter().enumerate() {
                grid.add(row, column, round, millis(latencies.permille(permille)));
            }
            progress(&format!("latency, round {}: p99 {:.2} ms", round + 1, millis(latencies.p99())));
        }
    }
    Ok(grid.markdown())
}

fn reach(bench: &mut Bench) -> Result<String> {
    let contestants = bench.contestants.clone();
    let clients = bench.crowd(LARGEST_CROWD);
    let title = format!("Reach: one message to a room of {clients}, until the last client has it");
    let columns = vec![Column::new("p50, ms", 1), Column::new("p99, ms", 1)];
    let mut grid = Grid::new(title, "server", names(&contestants), columns);
    let present = grid.present(&contestants);
    for round in 0..bench.rounds {
        for &(row, contestant) in &present {
            match fanout::measure(bench, contestant, clients, 1, bench.seconds(8)) {
                Ok(measured) => {
                    progress(&format!("reach, round {}: {}", round + 1, contestant.name));
                    grid.add(row, 0, round, millis(measured.reached.p50()));
                    grid.add(row, 1, round, millis(measured.reached.p99()));
                }
                Err(error) => grid.failed(row, contestant, error)?,
            }
        }
    }
    Ok(grid.markdown())
}

/// The room of each client: somebody else makes them, they join.
fn shared_rooms(bench: &mut Bench) -> Result<Vec<RoomId>> {
    let hubbub = bench.hubbub();
    let (running, _, _) = bench.start(&hubbub)?;
    let (server, cast) = (Server::at(running.address()), bench.cast.as_ref().context("nobody takes part")?);
    bench.runtime.block_on(async {
        let names = (0..ROOMS).map(|room| format!("Orchard {room}")).collect();
        // Their maker is not among the clients: somebody who is in all of them would hear everything.
        let rooms = cast.make_rooms(server, CLIENTS, names).await?;
        let of_clients: Vec<RoomId> = rooms.iter().copied().cycle().take(CLIENTS).collect();
        let joining = of_clients.iter().enumerate().map(|(who, room)| cast.join(server, who, *room));
        futures::stream::iter(joining).buffered(16).try_collect::<Vec<()>>().await?;
        Ok(of_clients)
    })
}
