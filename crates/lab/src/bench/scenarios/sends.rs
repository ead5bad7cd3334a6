//! Durable, acknowledged sends: how many, how fast, and what one costs.

use std::time::Duration;

use anyhow::{Context, Result};
use futures::{StreamExt, TryStreamExt};
use hubbub_protocol::RoomId;

use crate::{
    Server,
    bench::{
        Bench,
        fan_out::rest,
        grid::{Column, Grid},
        open_loop, progress, senders,
    },
};

/// Senders at once, each in a room of its own.
const SENDERS: [usize; 4] = [1, 8, 64, 512];
/// Of these, those that send at a fixed rate in the end.
const PACED: usize = 64;
const PER_SECOND: u32 = 1_000;

pub(in crate::bench) fn run(bench: &mut Bench) -> Result<Vec<String>> {
    let hubbub = bench.hubbub();
    let rooms = own_rooms(bench)?;
    let names = SENDERS.iter().map(|senders| format!("{senders}, each as fast as it is answered"));
    let paced = format!("{PACED}, {PER_SECOND} sends/s between them");
    let columns = vec![
        Column::new("sends/s", 0),
        Column::new("ack p50, ms", 2),
        Column::new("ack p99, ms", 2),
        Column::new("server CPU µs per send", 1),
        Column::new("load %", 0),
    ];
    let title = "Sends: committed and flushed before they are acknowledged, everybody in a room of their own";
    let mut grid = Grid::new(title, "senders", names.chain([paced]).collect(), columns);
    for round in 0..bench.rounds {
        for (row, count) in SENDERS.into_iter().enumerate() {
            let (running, mut load, mut speaker) = bench.start(&hubbub)?;
            load.grow(count)?;
            rest(&mut load, &running)?;
            senders::send(&mut load, &mut speaker, &rooms, bench.seconds(1), &running)?;
            let measured = senders::send(&mut load, &mut speaker, &rooms, bench.seconds(4), &running)?;
            let figures = figures(&measured);
            progress(&format!("sends, round {}: {count} senders: {:.0}/s", round + 1, figures[0]));
            for (column, figure) in figures.into_iter().enumerate() {
                grid.add(row, column, round, figure);
            }
        }
        let (running, mut load, mut speaker) = bench.start(&hubbub)?;
        load.grow(PACED)?;
        rest(&mut load, &running)?;
        let before = running.usage()?.processor;
        let time = bench.seconds(10);
        let measured = open_loop::send(&mut load, &mut speaker, &rooms[..PACED], PER_SECOND, time)?;
        let cost = running.usage()?.processor.saturating_sub(before);
        let (count, quantiles) = (measured.acknowledged.count(), &measured.acknowledged);
        grid.add(SENDERS.len(), 0, round, per(count, time.as_secs_f64()));
        grid.add(SENDERS.len(), 1, round, millis(quantiles.p50()));
        grid.add(SENDERS.len(), 2, round, millis(quantiles.p99()));
        grid.add(SENDERS.len(), 3, round, 1e6 / per(count, cost.as_secs_f64()));
        progress(&format!("sends, round {}: paced: p99 {:.2} ms", round + 1, millis(quantiles.p99())));
    }
    Ok(vec![grid.markdown()])
}

fn figures(measured: &senders::Measured) -> [f64; 5] {
    let (count, took) = (measured.acknowledged.count(), measured.took.as_secs_f64());
    [
        per(count, took),
        millis(measured.acknowledged.p50()),
        millis(measured.acknowledged.p99()),
        1e6 / per(count, measured.server.as_secs_f64()),
        measured.load.as_secs_f64() / took * 100.0,
    ]
}

#[expect(clippy::cast_precision_loss, reason = "a rate for people to read")]
fn per(count: usize, seconds: f64) -> f64 {
    count as f64 / seconds.max(f64::MIN_POSITIVE)
}

pub(in crate::bench) fn millis(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1_000.0
}

/// A room for each sender; every one of them makes its own.
fn own_rooms(bench: &mut Bench) -> Result<Vec<RoomId>> {
    let hubbub = bench.hubbub();
    let most = SENDERS.into_iter().max().context("nobody sends")?;
    let (running, _, _) = bench.start(&hubbub)?;
    let (server, cast) = (Server::at(running.address()), bench.cast.as_ref().context("nobody takes part")?);
    let making = (0..most).map(|who| cast.make_rooms(server, who, vec![format!("Garden {who}")]));
    let rooms: Vec<Vec<RoomId>> =
        bench.runtime.block_on(futures::stream::iter(making).buffered(16).try_collect::<Vec<_>>())?;
    Ok(rooms.into_iter().flatten().collect())
}
