//! Check 9: every send is made again and again, from two tabs and across a crash, because no answer ever came.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
    time::Duration,
};

use anyhow::{Context, Result, bail, ensure};
use futures::{StreamExt, TryStreamExt, stream};
use hubbub_protocol::{Change, ErrorCode, Nonce, Reply, RoomId, SendMessage, Seq, Timestamp};
use tokio::time::{Instant, MissedTickBehavior, interval};

use crate::{
    ServerProcess,
    bare::BareConnection,
    checks::sign_in_all,
    clock,
    random::Random,
    report::Report,
    server::{Session, SocketOptions},
};

/// How long something that was sent may take to appear in the log.
const PATIENCE: Duration = Duration::from_secs(20);
/// How long ago the messages of every second person were written, says their nonce.
const LONG_AGO_MS: u64 = 30 * 24 * 60 * 60 * 1_000;

/// How hard the storm is.
#[derive(Debug, Clone)]
pub struct Plan {
    /// People, with two tabs each.
    pub people: usize,
    /// Messages of each of them.
    pub messages: usize,
    /// Decides nonces.
    pub seed: u64,
}

impl Plan {
    /// The usual size.
    pub const fn new(seed: u64) -> Self {
        Self { people: 20, messages: 20, seed }
    }
}

/// Somebody with an outbox that both their tabs send from.
struct Person {
    session: Session,
    outbox: Vec<SendMessage>,
}

/// Where each nonce is, says somebody; more than one place is one too many.
type Places = BTreeMap<Nonce, BTreeSet<Seq>>;

/// Runs the check.
pub async fn run(plan: &Plan, binary: &Path) -> Result<Report> {
    let mut report = Report::new("retry-storm");
    let Plan { people, messages, seed } = *plan;
    let mut process = ServerProcess::start(binary).await?;
    let mut random = Random::new(seed);
    let sessions = sign_in_all(process.server(), people, "Ada").await?;
    let room = sessions.first().context("nobody takes part")?.room_called("General").await?;
    let people: Vec<_> =
        sessions.into_iter().map(|session| Person::new(session, room, messages, &mut random)).collect();

    // One tab sends everything and hears nothing, then both do, then both do and the server dies of it.
    handled(&people, 1, room, &mut random).await?;
    handled(&people, 2, room, &mut random).await?;
    let unheard = all_send(&people, 2).await?;
    process.kill().await?;
    drop(unheard);
    process.start_again().await?;

    let mut told = Places::new();
    for answers in each(&people, 2, Person::ask_for_all).await? {
        for (nonce, seq) in answers {
            told.entry(nonce).or_default().insert(seq);
        }
    }
    let conflicts = each(&people, 1, Person::say_something_else).await?.len();
    let stored = stored(&people, room).await?;
    report.require_ok(process.is_sound());

    let sent: usize = people.iter().map(|person| person.outbox.len()).sum();
    report
        .fact(format!("{sent} messages, each sent 7 times from two tabs, 5 times unheard, across a kill; seed {seed}"));
    report.fact(format!("{} places told, {} stored, {conflicts} other texts refused", told.len(), stored.len()));
    report.require(told.len() == sent, || format!("{} of {sent} messages were acknowledged", told.len()));
    for (nonce, seqs) in told.iter().filter(|(nonce, seqs)| seqs.len() != 1 || stored.get(nonce) != Some(seqs)).take(10)
    {
        let found = stored.get(nonce);
        report.require(false, || format!("{nonce} was acknowledged at {seqs:?} and is in the log at {found:?}"));
    }
    Ok(report)
}

impl Person {
    fn new(session: Session, room: RoomId, messages: usize, random: &mut Random) -> Self {
        let is_late = random.below(2) == 0;
        let outbox = (0..messages).map(|number| {
            let nonce = if is_late { long_ago(random.nonce()) } else { random.nonce() };
            SendMessage::new(room, nonce, format!("Good morning, {number}"))
        });
        Self { outbox: outbox.collect(), session }
    }

    async fn open(&self) -> Result<BareConnection> {
        Ok(BareConnection::open(&self.session, SocketOptions::default()).await?.0)
    }

    /// Sends everything and listens to nothing.
    async fn send_all(&self) -> Result<BareConnection> {
        let mut tab = self.open().await?;
        for message in &self.outbox {
            tab.send(message.clone()).await?;
        }
        Ok(tab)
    }

    /// Sends everything and listens.
    async fn ask_for_all(&self) -> Result<Vec<(Nonce, Seq)>> {
        let mut tab = self.open().await?;
        let mut answers = Vec::new();
        for message in &self.outbox {
            match tab.ask(message.clone()).await? {
                Reply::MessageAcknowledged(acknowledged) => answers.push((acknowledged.nonce, acknowledged.seq)),
                other => bail!("a send that was made again was answered with {other:?}"),
            }
        }
        Ok(answers)
    }

    /// Uses a nonce for another text, which must be refused.
    async fn say_something_else(&self) -> Result<()> {
        let first = self.outbox.first().context("nothing was said")?;
        let other = SendMessage { body: "Something else".to_owned(), ..first.clone() };
        match self.open().await?.ask(other).await? {
            Reply::Refused { error } if error.code == ErrorCode::IdConflict => Ok(()),
            other => bail!("another text under the same nonce was answered with {other:?}"),
        }
    }
}

/// The same nonce, as if it had been made long ago.
fn long_ago(nonce: Nonce) -> Nonce {
    let bytes = nonce.as_bytes();
    let mut random = [0; 10];
    random.copy_from_slice(&bytes[6..]);
    let made = bytes[..6].iter().fold(0, |made: u64, byte| made << 8 | u64::from(*byte));
    Nonce::new(Timestamp::from_millis(made.saturating_sub(LONG_AGO_MS).try_into().unwrap_or_default()), random)
}

/// Everybody does something in so many tabs at once.
async fn each<'a, T, F: Future<Output = Result<T>>>(
    people: &'a [Person],
    tabs: usize,
    what: impl Fn(&'a Person) -> F,
) -> Result<Vec<T>> {
    let doing = people.iter().flat_map(|person| std::iter::repeat_n(person, tabs)).map(what);
    stream::iter(doing).buffer_unordered(people.len() * tabs).try_collect().await
}

async fn all_send(people: &[Person], tabs: usize) -> Result<Vec<BareConnection>> {
    each(people, tabs, Person::send_all).await
}

/// Everybody sends everything from so many tabs, unheard; returns when the server has handled all of it.
async fn handled(people: &[Person], tabs: usize, room: RoomId, random: &mut Random) -> Result<()> {
    let mut tabs = all_send(people, tabs).await?;
    // Commands of one connection are handled in order, so what was sent last says that all was.
    let mut last = BTreeSet::new();
    for tab in &mut tabs {
        let message = SendMessage::new(room, random.nonce(), "That was all");
        last.insert(message.nonce);
        tab.send(message).await?;
    }
    let mut pace = interval(Duration::from_millis(100));
    pace.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let end: Instant = clock::now() + PATIENCE;
    loop {
        pace.tick().await;
        let found = stored(people, room).await?;
        if last.iter().all(|nonce| found.contains_key(nonce)) {
            return Ok(());
        }
        ensure!(clock::now() < end, "not everything that was sent is in the log after {PATIENCE:?}");
    }
}

/// Where each nonce is in the log.
async fn stored(people: &[Person], room: RoomId) -> Result<Places> {
    let reader = people.first().context("nobody can read")?;
    let mut places = Places::new();
    for entry in reader.session.whole_log(room).await? {
        if let Change::MessageSent { message } = entry.change {
            places.entry(message.nonce).or_default().insert(entry.seq);
        }
    }
    Ok(places)
}
