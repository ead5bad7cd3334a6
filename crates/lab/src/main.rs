//! `hubbub-lab`: one check per command, one clear result, exit code 1 when it fails.

use std::{path::PathBuf, process::ExitCode, time::Duration};

use anyhow::{Context, Result, ensure};
use clap::{Parser, Subcommand};
use hubbub_lab::{
    bench::{self, Scenario, counted},
    checks::{hostile_frames, idle_memory, kill_storm, retry_storm, slow_readers, throughput},
    random,
    report::Report,
};

/// Drives a Hubbub server from outside: load, faults, and a checker of what everybody saw.
#[derive(Debug, Parser)]
#[command(name = "hubbub-lab")]
struct Arguments {
    /// The server to test
    #[arg(long, env = "HUBBUB_BIN", default_value = "target/release/hubbub", global = true)]
    server: PathBuf,
    /// Repeats a run: the number it printed
    #[arg(long, global = true)]
    seed: Option<u64>,
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    #[command(flatten)]
    One(Check),
    /// All of these in a short form, as it runs on every change
    #[command(name = "check")]
    Short,
    /// Measure this server and its peers in turn; `cargo xtask bench` prepares the peers
    Bench {
        /// A file that lists the peers
        #[arg(long)]
        peers: Option<PathBuf>,
        /// A file that says how to look at pages with a browser
        #[arg(long)]
        browser: Option<PathBuf>,
        /// What to measure, everything unless it is said
        #[arg(long, value_delimiter = ',')]
        only: Vec<Scenario>,
        #[arg(long, default_value_t = 5)]
        rounds: usize,
        /// Short and small, to try things out
        #[arg(long)]
        quick: bool,
        /// Where long preparations are kept between runs
        #[arg(long, default_value = "target/bench")]
        keep: PathBuf,
    },
    /// Fetch the room page so many times from a server under another program: `… -- valgrind --tool=callgrind`
    FetchPages {
        #[arg(long)]
        requests: usize,
        /// Where what is written for it stays between runs
        #[arg(long, default_value = "target/bench")]
        keep: PathBuf,
        /// The program and its arguments
        #[arg(last = true)]
        under: Vec<String>,
    },
}

#[derive(Debug, Subcommand)]
enum Check {
    /// Kill the server again and again while people write: nothing acknowledged may be lost
    KillStorm {
        #[arg(long, default_value_t = 20)]
        cycles: usize,
        #[arg(long, default_value_t = 50)]
        people: usize,
        #[arg(long, default_value_t = 20)]
        rooms: usize,
        /// Sends in a second, over all people
        #[arg(long, default_value_t = 200)]
        rate: u32,
        /// Succeed only if a broken promise is found: for a server with a planted fault
        #[arg(long)]
        expect_violation: bool,
    },
    /// Send everything again and again, unheard, from two tabs and across a crash: each message must be there once
    RetryStorm {
        #[arg(long, default_value_t = 20)]
        people: usize,
        /// Messages of each of them
        #[arg(long, default_value_t = 20)]
        messages: usize,
    },
    /// Let some of the people in a room stop reading: the server must not grow, the others must not notice
    SlowReaders {
        #[arg(long, default_value_t = 4)]
        rounds: usize,
        /// Seconds of each half of a round
        #[arg(long, default_value_t = 8)]
        seconds: u64,
        /// How much slower the others may hear than without slow readers
        #[arg(long, default_value_t = 1.2)]
        ratio: f64,
        /// Messages in a second
        #[arg(long, default_value_t = 500)]
        rate: u32,
    },
    /// Hold thousands of idle connections: each may cost 7 KiB
    IdleMemory {
        #[arg(long, default_value_t = 5_000)]
        connections: usize,
    },
    /// Send frames no client would send: the right close code, and nobody is disturbed
    HostileFrames,
    /// Measure acknowledged sends in a second
    Throughput {
        #[arg(long, default_value_t = 64)]
        senders: usize,
        #[arg(long, default_value_t = 5)]
        seconds: u64,
    },
}

fn main() -> ExitCode {
    match run(Arguments::parse()) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            say(&format!("the check could not be carried out: {error:#}\n"));
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: Arguments) -> Result<bool> {
    let server = arguments.server;
    ensure!(server.is_file(), "{} is not there: build it, or name it with --server or HUBBUB_BIN", server.display());
    let server = server.canonicalize()?;
    let seed = arguments.seed.unwrap_or_else(random::seed);
    let checks = match arguments.what {
        What::One(check) => vec![check],
        What::Short => on_every_change(),
        What::Bench { peers, browser, only, rounds, quick, keep } => {
            say(&bench::run(&bench::Options { server, peers, browser, only, rounds, quick, keep })?);
            return Ok(true);
        }
        What::FetchPages { requests, keep, under } => {
            counted::run(&counted::Count { server, under, requests, keep })?;
            return Ok(true);
        }
    };
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().context("no runtime")?;
    let mut passed = true;
    for check in &checks {
        let report = runtime.block_on(carry_out(check, &server, seed))?;
        say(&report.to_string());
        passed &= report.passed();
    }
    Ok(passed)
}

async fn carry_out(check: &Check, server: &std::path::Path, seed: u64) -> Result<Report> {
    match *check {
        Check::KillStorm { cycles, people, rooms, rate, expect_violation } => {
            let plan = kill_storm::Plan { people, rooms, sends_per_second: rate, cycles, seed, expect_violation };
            kill_storm::run(&plan, server).await
        }
        Check::RetryStorm { people, messages } => {
            retry_storm::run(&retry_storm::Plan { people, messages, seed }, server).await
        }
        Check::SlowReaders { rounds, seconds, ratio, rate } => {
            let half_round = Duration::from_secs(seconds);
            let plan = slow_readers::Plan {
                rounds,
                half_round,
                ratio,
                messages_per_second: rate,
                ..slow_readers::Plan::new(seed)
            };
            slow_readers::run(&plan, server).await
        }
        Check::IdleMemory { connections } => idle_memory::run(&idle_memory::Plan { connections, seed }, server).await,
        Check::HostileFrames => hostile_frames::run(server).await,
        Check::Throughput { senders, seconds } => {
            let plan = throughput::Plan { senders, time: Duration::from_secs(seconds), seed };
            throughput::run(&plan, server).await
        }
    }
}

/// Short forms. Machines of continuous integration are shared and one round is short, so only a crowd that waits for
/// its slow readers fails there; the figure itself comes from the whole check on a quiet machine.
fn on_every_change() -> Vec<Check> {
    vec![
        Check::KillStorm { cycles: 5, people: 50, rooms: 20, rate: 200, expect_violation: false },
        Check::RetryStorm { people: 20, messages: 20 },
        Check::HostileFrames,
        Check::SlowReaders { rounds: 1, seconds: 8, ratio: 25.0, rate: 500 },
        Check::IdleMemory { connections: 5_000 },
        Check::Throughput { senders: 64, seconds: 2 },
    ]
}

#[expect(clippy::print_stdout, reason = "the result of the program")]
fn say(text: &str) {
    print!("{text}");
}
