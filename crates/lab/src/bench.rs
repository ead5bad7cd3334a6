//! The bench: Hubbub and its peers under the same load, each alone on one core, with the load on another.
//!
//! Every scenario goes round by round through all who take part, so that a machine whose speed changes from hour to
//! hour changes it for all of them, and ratios are taken within a round.

mod answer;
mod archive;
mod browser;
mod cast;
mod contestant;
mod cores;
pub mod counted;
mod dialect;
mod frame;
mod grid;
mod link;
mod load;
mod open_loop;
mod pages;
mod room;
mod running;
mod scenarios;
mod senders;

use std::{
    io::{self, Write as _},
    path::PathBuf,
    time::Duration,
};

use anyhow::{Context, Result};
use clap::ValueEnum;
use tokio::runtime::Runtime;

use archive::Archive;
use browser::Browser;
use cast::Cast;
use contestant::Contestant;
use cores::Cores;
use dialect::Speaker;
use load::Load;
use running::Running;

use crate::checks::idle_memory;

/// What can be measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Scenario {
    /// One room, one message to everybody: processor time of the server for each delivery
    Fanout,
    /// Memory of an idle connection
    Idle,
    /// Durable, acknowledged sends
    Sends,
    /// Time to the acknowledgement and to the delivery
    Latency,
    /// Process start to first page served
    Start,
    /// What things cost as a Hubbub grows
    Growth,
    /// The room page beside a static file
    Page,
}

/// What to measure, how often and with whom.
#[derive(Debug)]
pub struct Options {
    /// Hubbub's binary.
    pub server: PathBuf,
    /// The list of peers, if there are any.
    pub peers: Option<PathBuf>,
    /// How to look at pages with a browser, if there is one.
    pub browser: Option<PathBuf>,
    /// The scenarios; all if it is empty.
    pub only: Vec<Scenario>,
    /// How often each is measured.
    pub rounds: usize,
    /// Short and small, to try things out.
    pub quick: bool,
    /// Where data is kept, and what took long to prepare stays between runs. It has to be on a disk.
    pub keep: PathBuf,
}

/// Measures and returns one Markdown table for each scenario.
pub fn run(options: &Options) -> Result<String> {
    let mut bench = Bench::prepare(options)?;
    let all = Scenario::value_variants();
    let wanted = all.iter().filter(|scenario| options.only.is_empty() || options.only.contains(scenario));
    let mut tables = Vec::new();
    for scenario in wanted {
        tables.extend(match scenario {
            Scenario::Fanout => scenarios::fanout::run(&mut bench)?,
            Scenario::Idle => scenarios::idle::run(&mut bench)?,
            Scenario::Sends => scenarios::sends::run(&mut bench)?,
            Scenario::Latency => scenarios::latency::run(&mut bench)?,
            Scenario::Start => scenarios::start::run(&mut bench)?,
            Scenario::Growth => scenarios::growth::run(&mut bench)?,
            Scenario::Page => scenarios::page::run(&mut bench)?,
        });
    }
    let rounds = if bench.rounds == 1 { "one round".to_owned() } else { format!("{} rounds", bench.rounds) };
    let head = format!("{}, {rounds}.\n", bench.cores);
    Ok(std::iter::once(head).chain(tables).collect::<Vec<_>>().join("\n"))
}

/// Everything the scenarios share.
#[derive(Debug)]
struct Bench {
    runtime: Runtime,
    cores: Cores,
    binary: PathBuf,
    /// Hubbub first.
    contestants: Vec<Contestant>,
    browser: Browser,
    rounds: usize,
    quick: bool,
    keep: PathBuf,
    cast: Option<Cast>,
}

impl Bench {
    fn prepare(options: &Options) -> Result<Self> {
        std::fs::create_dir_all(&options.keep).with_context(|| format!("{} cannot be made", options.keep.display()))?;
        idle_memory::allow_descriptors(LARGEST_CROWD + 500)?;
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().context("no runtime")?;
        let peers = options.peers.as_deref().map(contestant::read).transpose()?.unwrap_or_default();
        let contestants = std::iter::once(Contestant::hubbub(&options.server)).chain(peers).collect();
        let browser = options.browser.as_deref().map(Browser::read).transpose()?;
        Ok(Self {
            runtime,
            cores: Cores::take()?,
            binary: options.server.clone(),
            contestants,
            browser: browser.unwrap_or_else(|| Browser::missing("no browser was named")),
            rounds: options.rounds.max(1),
            quick: options.quick,
            keep: options.keep.canonicalize()?,
            cast: None,
        })
    }

    /// Hubbub among those who take part.
    fn hubbub(&self) -> Contestant {
        Contestant::hubbub(&self.binary)
    }

    /// How long to measure where a whole run takes so many seconds.
    const fn seconds(&self, whole: u64) -> Duration {
        if self.quick { Duration::from_secs(whole.div_ceil(4)) } else { Duration::from_secs(whole) }
    }

    /// How many messages the archive holds.
    const fn archived(&self) -> usize {
        if self.quick { QUICK_ARCHIVE } else { ARCHIVE }
    }

    /// The archive; it is written when it is not there.
    fn archive(&self) -> Result<Archive> {
        Archive::find(&self.runtime, self.cores, &self.binary, &self.keep, self.archived())
    }

    /// As many clients as this run can do with.
    fn crowd(&self, wanted: usize) -> usize {
        if self.quick { wanted.min(QUICK_CROWD) } else { wanted }
    }

    /// The people of Hubbub; the first call makes them.
    fn cast(&mut self) -> Result<&Cast> {
        if self.cast.is_none() {
            let count = self.crowd(LARGEST_CROWD);
            progress(&format!("Hubbub: {count} people sign up."));
            self.cast = Some(Cast::sign_up(self, count)?);
        }
        self.cast.as_ref().context("nobody takes part")
    }

    /// Starts somebody who takes part, with a load that has no connection yet and words for its one room.
    fn start(&mut self, contestant: &Contestant) -> Result<(Running, Load, Speaker)> {
        let (command, tokens, room) = if contestant.is_hubbub() {
            let cast = self.cast()?;
            (cast.command(), cast.tokens_from(0), Some(cast.everyones()))
        } else {
            (contestant.command.clone(), Vec::new(), None)
        };
        let running = Running::start(&self.runtime, self.cores, &command)?;
        let load = Load::new(running.address(), contestant.dialect, &tokens)?;
        Ok((running, load, Speaker::new(contestant.dialect, room)))
    }
}

/// The most clients at once: a process may have 10,000 connections on the reference machine, and some are for others.
const LARGEST_CROWD: usize = 9_500;
const QUICK_CROWD: usize = 5_000;
/// Messages stored where it is about many.
const ARCHIVE: usize = 1_000_000;
const QUICK_ARCHIVE: usize = 50_000;

/// Names of rows.
fn names(contestants: &[Contestant]) -> Vec<String> {
    let name = |one: &Contestant| {
        if one.version.is_empty() { one.name.clone() } else { format!("{} ({})", one.name, one.version) }
    };
    contestants.iter().map(name).collect()
}

/// One line on the standard error, so that the output holds the tables alone.
fn progress(line: &str) {
    // A closed output must not end a measurement.
    let _ = writeln!(io::stderr(), "{line}");
}
