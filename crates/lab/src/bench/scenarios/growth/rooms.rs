//! What a send costs with more rooms: one connection at a time, alone in the rooms it writes to.

use std::time::Duration;

use anyhow::{Result, bail};
use futures::{StreamExt, TryStreamExt};
use hubbub_protocol::RoomId;

use super::thousands;
use crate::{
    Server,
    bench::{
        Bench,
        cast::Cast,
        dialect::{Dialect, Speaker},
        grid::{Column, Grid},
        link::Heard,
        load::{Load, PATIENCE},
        progress,
        room::BODY,
        running::Running,
        senders::BURST,
    },
    clock,
};

const ROOMS: [usize; 3] = [1, 1_000, 10_000];
/// People the rooms belong to; one of them is there at a time.
const PEOPLE: usize = 16;
const UNDER_WAY: usize = 8;

/// A Hubbub with so many rooms.
struct Estate {
    cast: Cast,
    /// The rooms each may write to.
    rooms: Vec<Vec<RoomId>>,
}

pub(super) fn run(bench: &Bench) -> Result<String> {
    let estates = ROOMS.into_iter().map(|rooms| build(bench, rooms)).collect::<Result<Vec<_>>>()?;
    let columns = vec![Column::new("server CPU µs per send", 1).beside(Some(0), "1")];
    let title = format!("Growth: a send, {UNDER_WAY} in flight over one connection, nobody else in the room");
    let mut grid = Grid::new(title, "rooms", ROOMS.map(thousands).to_vec(), columns);
    for round in 0..bench.rounds {
        for (row, estate) in estates.iter().enumerate() {
            let cost = measure(bench, estate)?;
            progress(&format!("growth, round {}: {} rooms: {cost:.1} µs", round + 1, ROOMS[row]));
            grid.add(row, 0, round, cost);
        }
    }
    Ok(grid.markdown())
}

fn build(bench: &Bench, count: usize) -> Result<Estate> {
    progress(&format!("Hubbub: rooms are made, {count} in all."));
    let cast = Cast::sign_up(bench, PEOPLE)?;
    let running = Running::start(&bench.runtime, bench.cores, &cast.command())?;
    let server = Server::at(running.address());
    let rooms = bench.runtime.block_on(async {
        if count == 1 {
            let room = cast.make_rooms(server, 0, vec!["Garden".to_owned()]).await?;
            for who in 1..PEOPLE {
                cast.join(server, who, room[0]).await?;
            }
            return Ok(vec![room; PEOPLE]);
        }
        let making = (0..PEOPLE).map(|who| {
            let names = (who..count).step_by(PEOPLE).map(|room| format!("Garden {room}")).collect();
            cast.make_rooms(server, who, names)
        });
        futures::stream::iter(making).buffered(1).try_collect().await
    });
    drop(running);
    Ok(Estate { cast, rooms: rooms? })
}

fn measure(bench: &Bench, Estate { cast, rooms }: &Estate) -> Result<f64> {
    let running = Running::start(&bench.runtime, bench.cores, &cast.command())?;
    let mut speaker = Speaker::new(Dialect::Hubbub, None);
    let (mut sends, mut cost) = (0, Duration::ZERO);
    for (who, rooms) in rooms.iter().enumerate() {
        let mut load = Load::new(running.address(), Dialect::Hubbub, &cast.tokens_from(who))?;
        load.grow(1)?;
        load.rest(&running)?;
        let before = running.usage()?.processor;
        let mut rooms = rooms.iter().copied().cycle();
        let (mut said, mut answered, mut last) = (0, 0, clock::now());
        while answered < BURST {
            for _ in 0..(UNDER_WAY + answered - said).min(BURST - said) {
                let Some(room) = rooms.next() else { bail!("somebody has no room") };
                load.say(0, &speaker.message_to(room, BODY).1)?;
                said += 1;
            }
            load.turn(Duration::from_millis(50), |_, heard| {
                if matches!(heard, Heard::Answer(_)) {
                    answered += 1;
                    last = clock::now();
                }
                Ok(())
            })?;
            if last.elapsed() > PATIENCE {
                bail!("{} sends are not answered", said - answered);
            }
        }
        sends += u32::try_from(answered)?;
        cost += running.usage()?.processor.saturating_sub(before);
    }
    Ok((cost / sends).as_secs_f64() * 1e6)
}
