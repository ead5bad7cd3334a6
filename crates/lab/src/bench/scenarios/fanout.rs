//! What a delivery costs: one room, 120-byte messages, the sender included, a fixed number of messages under way.

use std::time::Duration;

use anyhow::Result;

use crate::bench::{
    Bench,
    contestant::{Contestant, Floor},
    grid::{Column, Grid},
    names, progress,
    room::{Measured, Room},
};

/// So many clients and messages under way, and the floor it is held against.
const SHAPES: [(usize, usize, Floor); 3] =
    [(500, 8, Floor::Batched), (500, 1, Floor::Plain), (5_000, 4, Floor::Batched)];

/// Above this share of its core the load may be what limits the throughput.
const SATURATED: f64 = 0.95;

pub(in crate::bench) fn run(bench: &mut Bench) -> Result<Vec<String>> {
    let contestants = bench.contestants.clone();
    let mut columns = (Vec::new(), Vec::new());
    for (clients, window, floor) in SHAPES {
        let base = contestants.iter().position(|one| one.floor == Some(floor));
        let name = if floor == Floor::Batched { "batched" } else { "plain" };
        let clients = bench.crowd(clients);
        columns.0.push(Column::new(format!("{clients} / {window}"), 2).beside(base, name));
        columns.1.push(Column::new(format!("{clients} / {window}: deliveries/s"), 0));
        columns.1.push(Column::new("load %", 0));
    }
    let rows = names(&contestants);
    let title = "Fan-out: server CPU µs per delivery (clients / messages in flight)";
    let mut cost = Grid::new(title, "server", rows.clone(), columns.0);
    let mut speed = Grid::new("Fan-out: throughput, and how busy the load's core was", "server", rows, columns.1);
    let present = cost.present(&contestants);
    for round in 0..bench.rounds {
        for (shape, (clients, window, _)) in SHAPES.into_iter().enumerate() {
            for &(row, contestant) in &present {
                let (clients, time) = (bench.crowd(clients), bench.seconds(4));
                let measured = match measure(bench, contestant, clients, window, time) {
                    Ok(measured) => measured,
                    Err(error) => {
                        cost.failed(row, contestant, error.context(format!("{clients} / {window}")))?;
                        continue;
                    }
                };
                let figures = Figures::of(&measured);
                progress(&format!(
                    "fanout {clients}/{window}, round {}: {}: {:.2} µs, {:.0}/s, load {:.0} %",
                    round + 1,
                    contestant.name,
                    figures.cost,
                    figures.rate,
                    figures.load * 100.0
                ));
                cost.add(row, shape, round, figures.cost);
                speed.add(row, shape * 2, round, figures.rate);
                speed.add(row, shape * 2 + 1, round, figures.load * 100.0);
                if figures.load > SATURATED {
                    speed.note(row, &format!("{clients} / {window}: the load was saturated"));
                }
            }
        }
    }
    Ok(vec![cost.markdown(), speed.markdown()])
}

/// One measurement of somebody who takes part.
pub(in crate::bench) fn measure(
    bench: &mut Bench,
    contestant: &Contestant,
    clients: usize,
    window: usize,
    time: Duration,
) -> Result<Measured> {
    let (mut running, mut load, speaker) = bench.start(contestant)?;
    load.grow(clients)?;
    let mut room = Room::fill(&mut load, speaker, &running)?;
    room.keep_under_way(window, time / 4, &running)?;
    let measured = room.keep_under_way(window, time, &running)?;
    running.lives()?;
    Ok(measured)
}

/// What a measurement says.
pub(in crate::bench) struct Figures {
    /// Microseconds of the server for each delivery.
    pub(in crate::bench) cost: f64,
    /// Deliveries a second.
    pub(in crate::bench) rate: f64,
    /// How busy the load was, from 0 to 1.
    pub(in crate::bench) load: f64,
}

impl Figures {
    #[expect(clippy::cast_precision_loss, reason = "rates for people to read")]
    pub(in crate::bench) fn of(measured: &Measured) -> Self {
        let (deliveries, took) = (measured.deliveries.max(1) as f64, measured.took.as_secs_f64());
        Self {
            cost: measured.server.as_secs_f64() * 1e6 / deliveries,
            rate: deliveries / took,
            load: measured.load.as_secs_f64() / took,
        }
    }
}
