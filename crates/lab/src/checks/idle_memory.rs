//! What an idle connection costs: the growth of the server's memory over thousands of them.

use std::{path::Path, time::Duration};

use anyhow::{Context, Result, bail};
use futures::{StreamExt, TryStreamExt};
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

use crate::{
    Person, ServerProcess, clock,
    person::Settings,
    random::Random,
    report::{Report, kibibytes, millis},
    server::Server,
};

const PER_CONNECTION: u64 = 7 * 1024;
/// Connected before the first look: threads, caches and pools are there from then on.
const WARM_UP: usize = 100;

/// How many connections.
#[derive(Debug, Clone)]
pub struct Plan {
    /// Connections that are counted, each of an account of its own.
    pub connections: usize,
    /// Decides nonces and jitter.
    pub seed: u64,
}

impl Plan {
    /// The size the programme asks for.
    pub const fn new(seed: u64) -> Self {
        Self { connections: 5_000, seed }
    }
}

/// Runs the check.
pub async fn run(plan: &Plan, binary: &Path) -> Result<Report> {
    let mut report = Report::new("idle-memory");
    allow_descriptors(plan.connections + WARM_UP + 500)?;
    let mut process = ServerProcess::start(binary).await?;
    let mut random = Random::new(plan.seed);
    let mut people = connect(process.server(), WARM_UP, "Warm", &mut random).await?;
    let before = at_rest(&process).await?;
    let began = clock::now();
    people.extend(connect(process.server(), plan.connections, "Idle", &mut random).await?);
    let took = began.elapsed();
    let after = at_rest(&process).await?;
    report.require_ok(process.is_sound());
    let connections = u64::try_from(plan.connections.max(1)).context("too many connections")?;
    let each = after.saturating_sub(before) / connections;
    report.fact(format!("{connections} authenticated connections, each of its own account, in {}", millis(took)));
    let figures = [before, after, each, PER_CONNECTION].map(kibibytes);
    let [before, after, each_written, bar] = &figures;
    report.fact(format!("server memory: {before} before, {after} after: {each_written} per connection (bar {bar})"));
    report.require(each <= PER_CONNECTION, || format!("an idle connection costs {each_written}"));
    let live = people.iter().filter(|person| person.close_codes().is_empty()).count();
    report.require(live == people.len(), || format!("{} connections broke", people.len() - live));
    Ok(report)
}

async fn connect(server: Server, count: usize, name: &str, random: &mut Random) -> Result<Vec<Person>> {
    let seeds: Vec<u64> = (0..count).map(|_| random.draw()).collect();
    let connecting = seeds.into_iter().enumerate().map(|(number, seed)| async move {
        let session = server.sign_in(&format!("{name} {number}")).await?;
        Person::with_session(session, Settings { seed, ..Settings::default() }).await
    });
    futures::stream::iter(connecting).buffer_unordered(32).try_collect().await
}

/// Waits until the server has nothing left to do, and says how much memory it holds then.
async fn at_rest(process: &ServerProcess) -> Result<u64> {
    let pace = Duration::from_millis(500);
    let mut last = None;
    let rests = || {
        let Ok(usage) = process.usage() else { return false };
        let before = last.replace(usage.processor);
        before.is_some_and(|before: Duration| usage.processor.saturating_sub(before) < pace / 50)
    };
    if !clock::holds_within(Duration::from_mins(1), pace, rests).await {
        bail!("the server does not come to rest although nobody does anything");
    }
    Ok(process.usage()?.memory)
}

/// Both this process and the server, which inherits it, need a descriptor for each connection.
pub(crate) fn allow_descriptors(needed: usize) -> Result<()> {
    let needed = u64::try_from(needed).context("too many connections")?;
    let Rlimit { current, maximum } = getrlimit(Resource::Nofile);
    if current.is_none_or(|current| current >= needed) {
        return Ok(());
    }
    if maximum.is_some_and(|maximum| maximum < needed) {
        bail!("{needed} open files are needed and the system allows {}", maximum.unwrap_or(0));
    }
    setrlimit(Resource::Nofile, Rlimit { current: maximum, maximum })
        .context("the limit of open files cannot be raised")
}
