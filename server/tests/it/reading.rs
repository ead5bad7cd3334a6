//! P9, U31: what one has read is read on every device, and every count is a recount from the log.

use anyhow::{Context, Result, ensure};
use hubbub_client::{Deed, Links};
use hubbub_lab::{Person, random::Random};
use hubbub_protocol::{AccountId, Change, Entry, Message, RoomId, Seq, Target};

use crate::support::TestServer;

/// What is done in the long story. A nightly run can do more.
const OPERATIONS: usize = 600;

fn message(entry: &Entry) -> Option<(Target, &Message)> {
    match &entry.change {
        Change::MessageSent { message } => Some((Target { seq: entry.seq, message: message.id }, message)),
        _ => None,
    }
}

/// How much is unread for somebody, counted from the log.
fn recount(log: &[Entry], reader: AccountId, after: Seq) -> u64 {
    let news = log.iter().filter(|entry| entry.seq > after).filter_map(message);
    let by_others = news.filter(|(_, message)| message.author.id != reader && message.deleted.is_none());
    by_others.filter(|(_, message)| message.thread.as_ref().is_none_or(|thread| thread.also_in_room)).count() as u64
}

/// The marker and the count of a room as a device has them.
fn reading(person: &Person, room: RoomId) -> Option<(Seq, u64)> {
    person.with_client(|client| client.room(room).map(|state| (state.read(), state.unread())))
}

async fn expect_unread(person: &Person, room: RoomId, count: u64) -> Result<()> {
    let is_so = |client: &hubbub_client::Client| client.room(room).is_some_and(|state| state.unread() == count);
    let arrived = person.expect(&format!("{count} unread"), is_so).await;
    arrived.with_context(|| format!("it is {:?}", reading(person, room)))
}

#[tokio::test]
async fn reading_on_one_device_clears_the_others_and_survives_a_crash() -> Result<()> {
    let mut server = TestServer::start().await;
    let (ada, grace) = (server.member("Ada").await, server.member("Grace").await);
    let room = ada.create_room("Garden").await?;
    grace.open(room).await?;
    let phone = ada.second_device().await?;
    for body in ["one", "two", "three"] {
        grace.say(room, body);
    }
    for device in [&ada, &phone] {
        expect_unread(device, room, 3).await?;
    }
    ada.expect_messages(room, ["one", "two", "three"]).await?;
    ada.reads(room, Seq::new(2));
    expect_unread(&phone, room, 1).await?;
    phone.marks_unread(room, Seq::new(1));
    expect_unread(&ada, room, 3).await?;
    ada.reads(room, Seq::new(3));
    for device in [&ada, &phone] {
        expect_unread(device, room, 0).await?;
    }
    server.crash().await;
    let tablet = ada.second_device().await?;
    expect_unread(&tablet, room, 0).await?;
    let listed = ada.session().rooms().await?.into_iter().find(|summary| summary.room.id == room);
    let unread = listed.context("the room is listed")?.unread.context("it was read")?;
    ensure!((unread.after, unread.count) == (Seq::new(3), 0), "the list says {unread:?}");
    Ok(())
}

#[tokio::test]
async fn what_was_read_without_a_network_is_told_later() -> Result<()> {
    let server = TestServer::start().await;
    let (ada, grace) = (server.member("Ada").await, server.member("Grace").await);
    let room = ada.create_room("Garden").await?;
    grace.open(room).await?;
    let phone = ada.second_device().await?;
    grace.say(room, "one");
    grace.say(room, "two");
    phone.open(room).await?;
    phone.expect_messages(room, ["one", "two"]).await?;
    phone.go_offline();
    phone.reads(room, Seq::new(2));
    // Once this is on disk, what came before it is, too.
    phone.say(room, "mine");
    phone.expect_saved(1).await?;
    let phone = phone.reload().await?;
    phone.go_online();
    for device in [&ada, &phone] {
        expect_unread(device, room, 0).await?;
    }
    Ok(())
}

struct Story {
    server: TestServer,
    random: Random,
    /// Ada's laptop, which shows the garden, her phone and her tablet, which do not.
    devices: Vec<Option<Person>>,
    others: [Person; 2],
    rooms: [RoomId; 2],
}

impl Story {
    async fn new(seed: u64) -> Result<Self> {
        let server = TestServer::start().await;
        let laptop = server.member("Ada").await;
        let others = [server.member("Grace").await, server.member("Linus").await];
        let rooms = [others[0].create_room("Garden").await?, others[0].create_room("Kitchen").await?];
        for room in rooms {
            laptop.join(room).await?;
            others[1].open(room).await?;
        }
        laptop.open(rooms[0]).await?;
        let devices = vec![Some(laptop.second_device().await?), Some(laptop.second_device().await?), Some(laptop)];
        Ok(Self { server, random: Random::new(seed), devices, others, rooms })
    }

    async fn step(&mut self) -> Result<()> {
        let room = self.rooms[self.random.index(2)];
        let who = self.random.index(2);
        match self.random.below(100) {
            0..45 => self.others_act(who, room),
            45..80 => self.ada_reads(room),
            80..85 => {
                self.device().say(room, "mine");
            }
            85..90 => self.device().go_offline(),
            90..96 => self.device().go_online(),
            _ => {
                let at = self.random.index(self.devices.len());
                let device = self.devices[at].take().expect("no device is away for good");
                device.go_online();
                self.devices[at] = Some(device.reload().await?);
            }
        }
        Ok(())
    }

    fn device(&mut self) -> &Person {
        let at = self.random.index(self.devices.len());
        self.devices[at].as_ref().expect("no device is away for good")
    }

    fn others_act(&mut self, who: usize, room: RoomId) {
        let (dice, newest) = (self.random.below(10), self.random.index(12));
        let person = &self.others[who];
        let target = person.with_client(|client| {
            let items = client.timeline(room)?.items();
            let entry = |item: &hubbub_client::Item<'_>| match item {
                hubbub_client::Item::Entry { entry, .. } => message(entry).map(|(target, it)| (target, it.clone())),
                _ => None,
            };
            items.iter().rev().filter_map(entry).filter(|(_, message)| message.deleted.is_none()).nth(newest)
        });
        match (dice, target) {
            (5..7, Some((began, message))) => {
                let thread = Some(message.thread.map_or(began, |thread| thread.root));
                let also_in_room = dice.is_multiple_of(2);
                person.say_with(room, "a reply", Links { thread, also_in_room, ..Links::default() });
            }
            (7..9, Some((target, message))) if message.author.id == person.account().id => {
                person.act(room, Deed::Delete { target });
                person.look_away();
            }
            (9, Some((target, _))) => {
                person.act(room, Deed::React { target, emoji: "👍".to_owned(), on: true });
            }
            _ => {
                person.say(room, "news");
            }
        }
    }

    fn ada_reads(&mut self, room: RoomId) {
        let (back, part) = (self.random.below(4) == 0, self.random.below(30));
        let device = self.device();
        let Some(head) = device.with_client(|client| client.room(room).map(hubbub_client::RoomState::head)) else {
            return;
        };
        let seq = Seq::new(head.get().saturating_sub(part));
        if back {
            device.marks_unread(room, seq);
        } else {
            device.reads(room, seq);
        }
    }

    /// All devices say the same, and what they say is so.
    async fn check(&self) -> Result<()> {
        let ada = self.devices[0].as_ref().context("no device is away for good")?;
        let me = ada.account().id;
        for room in self.rooms {
            let log = ada.session().whole_log(room).await?;
            let listed = ada.session().rooms().await?.into_iter().find(|summary| summary.room.id == room);
            let unread = listed.context("the room is listed")?.unread.context("it was read")?;
            ensure!(unread.count == recount(&log, me, unread.after), "the server says {unread:?}");
            for device in self.devices.iter().flatten() {
                let expected = (unread.after, unread.count);
                let is_so = device.expect("the count", |client| {
                    client.room(room).is_some_and(|state| (state.read(), state.unread()) == expected)
                });
                is_so.await.with_context(|| format!("{:?} instead of {expected:?}", reading(device, room)))?;
            }
        }
        Ok(())
    }

    async fn settle(&self) -> Result<()> {
        for person in self.devices.iter().flatten().chain(&self.others) {
            person.go_online();
            person.look_away();
            person.expect_live().await?;
        }
        for person in self.devices.iter().flatten().chain(&self.others) {
            person.expect_settled().await?;
        }
        Ok(())
    }
}

#[tokio::test]
async fn whatever_happens_every_count_is_a_recount_from_the_log() -> Result<()> {
    let seed = hubbub_lab::random::seed();
    let mut story = Story::new(seed).await?;
    for round in 0..OPERATIONS {
        story.step().await.with_context(|| format!("seed {seed}"))?;
        if round == OPERATIONS / 2 {
            story.server.restart().await;
        }
        if round % 100 == 99 {
            story.settle().await.with_context(|| format!("seed {seed}"))?;
            story.check().await.with_context(|| format!("seed {seed}"))?;
        }
        tokio::task::yield_now().await;
    }
    Ok(())
}
