//! The people of the storm: they write without pause, whatever happens to the server.

use std::{sync::Arc, time::Duration};

use anyhow::{Context, Result};
use futures::future::try_join_all;
use hubbub_protocol::RoomId;
use tokio::task::JoinSet;

use super::Plan;
use crate::{
    Person, Server,
    checker::Logs,
    checks::{make_room, sign_in_all},
    clock,
    history::{History, Recorder},
    person::Settings,
    random::Random,
};

pub(super) struct Storm {
    people: Arc<Vec<Person>>,
    recorders: Vec<Recorder>,
    rooms: Vec<RoomId>,
    writing: JoinSet<()>,
}

impl Storm {
    /// Everybody signs up, joins every room and begins to write.
    pub(super) async fn gather(plan: &Plan, server: Server, random: &mut Random) -> Result<Self> {
        let sessions = sign_in_all(server, plan.people, "Ada").await?;
        let first = sessions.first().context("a storm needs people")?;
        let mut rooms = Vec::new();
        for number in 1..=plan.rooms {
            rooms.push(make_room(first, &format!("Garden {number}")).await?);
        }
        let recorders: Vec<_> = sessions.iter().map(|session| Recorder::new(&session.account.name)).collect();
        let arriving = sessions.into_iter().zip(&recorders).map(|(session, recorder)| {
            let settings = Settings { seed: random.draw(), recorder: Some(recorder.clone()), ..Settings::default() };
            arrive(session, settings, &rooms)
        });
        let people = Arc::new(try_join_all(arriving).await?);
        let mut writing = JoinSet::new();
        writing.spawn(write(people.clone(), rooms.clone(), plan.sends_per_second, random.fork()));
        Ok(Self { people, recorders, rooms, writing })
    }

    /// Waits until everything written before now has an answer, and says how long it took.
    ///
    /// A storm drives every backoff to its limit of half a minute, which is the subject of another check. Here
    /// everybody looks at their page after each restart, so that all of them come back and are there for the next kill.
    pub(super) async fn resolved_within(&self, limit: Duration) -> Option<Duration> {
        let (begun, now) = (clock::now(), clock::wall());
        for person in self.people.iter() {
            person.look_at_page();
        }
        let is_resolved = || self.people.iter().all(|person| person.oldest_unsent().is_none_or(|oldest| oldest > now));
        let resolved = clock::holds_within(limit, Duration::from_millis(5), is_resolved).await;
        resolved.then(|| begun.elapsed())
    }

    /// Nobody writes any more.
    pub(super) fn calm(&mut self) {
        self.writing.abort_all();
    }

    /// Waits until everything has an answer and everybody sees the end of every room.
    pub(super) async fn converges(&self) -> Result<()> {
        for person in self.people.iter() {
            person.expect_settled().await?;
        }
        let reader = self.people.first().context("a storm needs people")?;
        for room in &self.rooms {
            let head = reader.session().log_page(*room, hubbub_protocol::LogQuery::default()).await?.head;
            for person in self.people.iter() {
                person.expect_shown(*room, head).await?;
            }
        }
        for person in self.people.iter() {
            person.record_view();
        }
        Ok(())
    }

    pub(super) fn histories(&self) -> Vec<History> {
        self.recorders.iter().map(Recorder::history).collect()
    }

    /// Every room log, read over the API.
    pub(super) async fn logs(&self) -> Result<Logs> {
        let session = self.people.first().context("a storm needs people")?.session();
        let mut logs = Logs::new();
        for room in &self.rooms {
            logs.insert(*room, session.whole_log(*room).await?);
        }
        Ok(logs)
    }
}

async fn arrive(session: crate::server::Session, settings: Settings, rooms: &[RoomId]) -> Result<Person> {
    let person = Person::with_session(session, settings).await?;
    for room in rooms {
        person.open(*room).await?;
    }
    Ok(person)
}

/// Sends come at a fixed rate, one person after the other, whether or not the server is there.
async fn write(people: Arc<Vec<Person>>, rooms: Vec<RoomId>, per_second: u32, mut random: Random) {
    let mut ticks = clock::paced(Duration::from_secs(1) / per_second.max(1));
    let mut number = 0_u64;
    loop {
        for person in people.iter() {
            ticks.tick().await;
            number += 1;
            person.say(rooms[random.index(rooms.len())], &format!("message {number} of {}", person.account().name));
        }
    }
}
