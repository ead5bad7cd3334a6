//! Durable, acknowledged sends: how many, how fast, and what one costs.

use std::time::Duration;

use anyhow::{Context, Result};
use futures::{StreamExt, TryStreamExt};
use hubbub_protocol::RoomId;

use crate::{
    Server,
    bench::{
        Bench,
        grid::{Column, Grid},
        open_loop::{self, Measured},
        progress, senders,
    },
};

/// Senders at once, each in a room of its own.
const SENDERS: [usize; 4] = [1, 8, 64, 512];
/// Of these, those that send at a fixed rate in the end.
const PACED: usize = 64;
const PER_SECOND: u32 = 1_000;

pub(in crate::bench) fn run(bench: &mut Bench) -> Result<Vec<String>> {
    let rooms = own_rooms(bench)?;
    let names = SENDERS.iter().map(|senders| format!("{senders}, each as fast as it is answered"));
    let at_a_rate = format!("{PACED}, {PER_SECOND} sends/s between them");
    let columns = vec![
        Column::new("sends/s", 0),
        Column::new("ack p50, ms", 2),
        Column::new("ack p99, ms", 2),
        Column::new("server CPU µs per send", 1),
        Column::new("load %", 0),
    ];
    let title = "Sends: committed and flushed before they are acknowledged, everybody in a room of their own";
    let mut grid = Grid::new(title, "senders", names.chain([at_a_rate]).collect(), columns);
    for round in 0..bench.rounds {
        for (row, count) in SENDERS.into_iter().enumerate() {
            let figures = as_fast_as_answered(bench, &rooms[..count])?;
            progress(&format!("sends, round {}: {count} senders: {:.0}/s", round + 1, figures[0]));
            grid.add_row(row, round, &figures);
        }
        let figures = paced(bench, &rooms[..PACED])?;
        progress(&format!("sends, round {}: paced: p99 {:.2} ms", round + 1, figures[2]));
        grid.add_row(SENDERS.len(), round, &figures);
    }
    Ok(vec![grid.markdown()])
}

/// Somebody in each of the rooms, who sends again as soon as they are answered.
fn as_fast_as_answered(bench: &mut Bench, rooms: &[RoomId]) -> Result<[f64; 5]> {
    let hubbub = bench.hubbub();
    let (mut running, mut load, mut speaker) = bench.start(&hubbub)?;
    load.grow(rooms.len())?;
    load.rest(&running)?;
    senders::send(&mut load, &mut speaker, rooms, bench.seconds(1), &running)?;
    let measured = senders::send(&mut load, &mut speaker, rooms, bench.seconds(4), &running)?;
    running.lives()?;
    Ok(figures(&measured))
}

/// Somebody in each of the rooms, who sends when it is their turn; the load waits actively, so its share says nothing.
fn paced(bench: &mut Bench, rooms: &[RoomId]) -> Result<[f64; 4]> {
    let hubbub = bench.hubbub();
    let (mut running, mut load, mut speaker) = bench.start(&hubbub)?;
    load.grow(rooms.len())?;
    load.rest(&running)?;
    open_loop::send(&mut load, &mut speaker, rooms, PER_SECOND, bench.seconds(1))?;
    let (before, time) = (running.usage()?.processor, bench.seconds(10));
    let Measured { acknowledged, .. } = open_loop::send(&mut load, &mut speaker, rooms, PER_SECOND, time)?;
    let cost = running.usage()?.processor.saturating_sub(before);
    running.lives()?;
    let count = acknowledged.count();
    Ok([
        per(count, time.as_secs_f64()),
        millis(acknowledged.p50()),
        millis(acknowledged.p99()),
        1e6 / per(count, cost.as_secs_f64()),
    ])
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
