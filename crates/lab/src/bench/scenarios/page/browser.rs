//! The room page in a browser: on a processor four times slower, and as Lighthouse sees it on its phone.

use anyhow::Result;

use crate::bench::{
    Bench,
    archive::Archive,
    browser::Seen,
    grid::{Column, Grid},
    progress,
    running::Running,
};

pub(super) fn run(bench: &Bench, archive: &Archive) -> Result<Vec<String>> {
    let rows = || vec![bench.browser.version.clone()];
    let slow = vec![
        Column::new("bytes before the first paint", 0),
        Column::new("bytes until it is alive", 0),
        Column::new("ms to the first paint", 0),
        Column::new("ms until it is alive", 0),
        Column::new("of these after the package has come", 0),
    ];
    let title = "First page: Chromium, a processor 4 times slower, a network that takes no time";
    let mut slow = Grid::new(title, "with", rows(), slow);
    let phone = vec![
        Column::new("performance", 0),
        Column::new("first contentful paint, ms", 0),
        Column::new("largest contentful paint, ms", 0),
        Column::new("speed index, ms", 0),
        Column::new("total blocking time, ms", 0),
        Column::new("layout shift", 3),
    ];
    let mut phone = Grid::new("First page: Lighthouse's phone on slow 4G", "with", rows(), phone);
    if let Some(reason) = &bench.browser.missing {
        slow.note(0, &format!("not available: {reason}"));
        phone.note(0, &format!("not available: {reason}"));
        return Ok(vec![slow.markdown(), phone.markdown()]);
    }
    for round in 0..bench.rounds {
        let running = Running::start(&bench.runtime, bench.cores, &archive.command(&bench.binary))?;
        let url = format!("http://{}{}", running.address(), archive.large.page());
        let seen = bench.browser.look_at(bench.cores, &url, &archive.token)?;
        progress(&format!("page, round {}: alive after {:.0} ms, {} points", round + 1, seen.alive_ms, seen.score));
        slow.add_row(0, round, &on_a_slow_processor(&seen));
        phone.add_row(0, round, &on_a_phone(&seen));
    }
    Ok(vec![slow.markdown(), phone.markdown()])
}

fn on_a_slow_processor(seen: &Seen) -> [f64; 5] {
    [seen.first_paint_bytes, seen.alive_bytes, seen.first_paint_ms, seen.alive_ms, seen.hydrate_ms]
}

fn on_a_phone(seen: &Seen) -> [f64; 6] {
    [
        seen.score,
        seen.first_contentful_paint_ms,
        seen.largest_contentful_paint_ms,
        seen.speed_index_ms,
        seen.total_blocking_ms,
        seen.layout_shift,
    ]
}
