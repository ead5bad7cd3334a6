//! P8: five people do whatever one can do with messages, now and then without a network. In the end all of them see what
//! the server has, each text they wrote is where it belongs, and of what they deleted nothing is left in any file.

use std::collections::{HashMap, HashSet};

use anyhow::{Result, ensure};
use hubbub_client::{Deed, Item, Links};
use hubbub_lab::{Person, random::Random};
use hubbub_protocol::{Change, Entry, LogQuery, Message, MessageId, Nonce, RoomId, Seq, Target};

use crate::support::TestServer;

/// What each of the five does. A nightly run can do more.
const OPERATIONS: usize = 400;
const NAMES: [&str; 5] = ["Ada", "Grace", "Linus", "Marvin", "Ada Lovelace"];

struct Story {
    server: TestServer,
    random: Random,
    people: Vec<Option<Person>>,
    room: RoomId,
    /// What was said with which nonce, in order, with the author.
    said: Vec<(usize, Nonce, String)>,
    /// What edits wanted to make of which message.
    edits: HashMap<MessageId, Vec<String>>,
    cancelled: HashSet<Nonce>,
    texts: usize,
}

impl Story {
    async fn new(seed: u64) -> Result<Self> {
        let server = TestServer::start().await;
        let mut people = Vec::new();
        for name in NAMES {
            people.push(Some(server.member(name).await));
        }
        let [Some(first), rest @ ..] = people.as_slice() else { panic!("there are five") };
        let room = first.create_room("Garden").await?;
        for person in rest.iter().flatten() {
            person.open(room).await?;
        }
        Ok(Self {
            server,
            random: Random::new(seed),
            people,
            room,
            said: Vec::new(),
            edits: HashMap::new(),
            cancelled: HashSet::new(),
            texts: 0,
        })
    }

    fn person(&self, who: usize) -> &Person {
        self.people[who].as_ref().expect("nobody is away for good")
    }

    /// A text that nothing else in the files looks like.
    fn text(&mut self) -> String {
        self.texts += 1;
        format!("plutonium-{:06} ", self.texts) + &"cerium ".repeat(self.random.index(60))
    }

    async fn step(&mut self, who: usize) -> Result<()> {
        let dice = self.random.below(100);
        let target = self.any_message(who);
        let room = self.room;
        match (dice, target) {
            (0..25, _) | (_, None) => self.say(who, Links::default()),
            (25..32, Some((target, _))) => self.say(who, Links { reply_to: Some(target), ..Links::default() }),
            (32..39, Some((target, message))) => {
                let thread = Some(message.thread.map_or(target, |thread| thread.root));
                self.say(who, Links { thread, also_in_room: dice.is_multiple_of(2), ..Links::default() });
            }
            (39..54, Some((target, message))) => {
                let body = self.text();
                self.edits.entry(message.id).or_default().push(body.clone());
                self.person(who).act(room, Deed::Edit { target, body });
            }
            (54..62, Some((target, _))) => {
                self.person(who).act(room, Deed::Delete { target });
                self.person(who).look_away();
            }
            (62..82, Some((target, _))) => {
                let emoji = ["👍", "🎉", "🌹"][self.random.index(3)].to_owned();
                let on = self.random.below(3) > 0;
                self.person(who).act(room, Deed::React { target, emoji, on });
            }
            (82..88, Some((target, _))) => {
                let on = self.random.below(2) > 0;
                self.person(who).act(room, Deed::Pin { target, on });
            }
            (88..90, _) => {
                if let Some((author, nonce, _)) = self.said.last().cloned()
                    && self.person(author).with_client(|client| client.unsent() > 0)
                    && self.is_pending(author, nonce)
                {
                    self.person(author).cancel(nonce);
                    self.cancelled.insert(nonce);
                }
            }
            (90..93, _) => self.person(who).go_offline(),
            (93..99, _) => self.person(who).go_online(),
            _ => {
                let person = self.people[who].take().expect("nobody is away for good");
                person.go_online();
                self.people[who] = Some(person.reload().await?);
            }
        }
        Ok(())
    }

    fn say(&mut self, who: usize, links: Links) {
        let body = self.text();
        let nonce = self.person(who).say_with(self.room, &body, links);
        self.said.push((who, nonce, body));
    }

    fn is_pending(&self, who: usize, nonce: Nonce) -> bool {
        let is_it = |item: Item<'_>| matches!(item, Item::Unsent { unsent, .. } if unsent.nonce == nonce);
        self.person(who).with_client(|client| {
            client.timeline(self.room).is_some_and(|timeline| timeline.items().into_iter().any(is_it))
        })
    }

    /// One of the newest messages that this person sees; mostly, where only the author may do something, one of theirs.
    fn any_message(&mut self, who: usize) -> Option<(Target, Message)> {
        let me = self.person(who).account().id;
        let mine_only = self.random.below(2) > 0;
        let mut messages = self.person(who).with_client(|client| {
            let timeline = client.timeline(self.room)?;
            let message = |item: &Item<'_>| match item {
                Item::Entry { entry: Entry { seq, change: Change::MessageSent { message }, .. }, .. } => {
                    Some((Target { seq: *seq, message: message.id }, message.clone()))
                }
                _ => None,
            };
            Some(timeline.items().iter().rev().filter_map(message).take(30).collect::<Vec<_>>())
        })?;
        messages.retain(|(_, message)| message.deleted.is_none() && (!mine_only || message.author.id == me));
        (!messages.is_empty()).then(|| messages.swap_remove(self.random.index(messages.len())))
    }

    /// The whole log, as the server has it.
    async fn log(&self) -> Result<(Vec<Entry>, Vec<Target>)> {
        let (mut entries, mut pins) = (Vec::new(), Vec::new());
        loop {
            let after = entries.last().map_or(Seq::ZERO, |entry: &Entry| entry.seq);
            let query = LogQuery { after: Some(after), limit: Some(200), before: None };
            let page = self.person(0).session().log_page(self.room, query).await?;
            pins = if page.entries.is_empty() { pins } else { page.pins };
            if page.entries.is_empty() {
                return Ok((entries, pins));
            }
            entries.extend(page.entries);
        }
    }
}

#[tokio::test]
async fn whatever_five_people_do_all_see_the_same_in_the_end() -> Result<()> {
    let seed = hubbub_lab::random::seed();
    let mut story = Story::new(seed).await?;
    for round in 0..OPERATIONS {
        for who in 0..NAMES.len() {
            story.step(who).await?;
        }
        if round == OPERATIONS / 2 {
            story.server.restart().await;
        }
        tokio::task::yield_now().await;
    }
    for person in story.people.iter().flatten() {
        person.go_online();
        person.look_away();
        person.expect_live().await?;
    }
    for person in story.people.iter().flatten() {
        person.expect_settled().await?;
    }
    let (log, pins) = story.log().await?;
    for person in story.people.iter().flatten() {
        person.expect_shown(story.room, log.last().expect("much was done").seq).await?;
        person.read_everything(story.room).await?;
        let view = person.with_client(|client| {
            let timeline = client.timeline(story.room).expect("the room is open");
            let entry = |item: Item<'_>| if let Item::Entry { entry, .. } = item { Some(entry.clone()) } else { None };
            let entries: Vec<_> = timeline.items().into_iter().filter_map(entry).collect();
            (entries, timeline.pins().to_vec())
        });
        for (seen, is) in view.0.iter().zip(&log) {
            ensure!(seen == is, "{} sees {seen:?}, and it is {is:?} (seed {seed})", person.account().name);
        }
        ensure!(view.0.len() == log.len() && view.1 == pins, "{} sees less (seed {seed})", person.account().name);
    }
    check_texts(&mut story, &log, seed).await
}

/// Every message once, in the order in which its author wrote it, with a text that was meant for it; and no byte of a
/// text that should be gone.
async fn check_texts(story: &mut Story, log: &[Entry], seed: u64) -> Result<()> {
    let message = |entry: &Entry| match &entry.change {
        Change::MessageSent { message } => Some(message.clone()),
        _ => None,
    };
    let messages: Vec<Message> = log.iter().filter_map(message).collect();
    let by_nonce: HashMap<Nonce, &Message> = messages.iter().map(|message| (message.nonce, message)).collect();
    ensure!(by_nonce.len() == messages.len(), "a message is there twice (seed {seed})");
    let (mut kept, mut gone) = (Vec::new(), Vec::new());
    for (who, name) in NAMES.iter().enumerate() {
        let mine = story.said.iter().filter(|(author, ..)| *author == who);
        let expected = mine.map(|(_, nonce, _)| *nonce).filter(|nonce| by_nonce.contains_key(nonce));
        let id = story.person(who).account().id;
        let found = messages.iter().filter(|message| message.author.id == id).map(|message| message.nonce);
        ensure!(expected.eq(found), "the order of {name} was not kept (seed {seed})");
    }
    for (_, nonce, body) in &story.said {
        let Some(message) = by_nonce.get(nonce) else {
            ensure!(story.cancelled.contains(nonce), "{body:.20} is lost (seed {seed})");
            gone.push(body.clone());
            continue;
        };
        let edits = story.edits.get(&message.id).cloned().unwrap_or_default();
        if message.deleted.is_some() {
            gone.extend(edits.into_iter().chain([body.clone()]));
        } else {
            ensure!(!story.cancelled.contains(nonce), "{body:.20} was cancelled and is there (seed {seed})");
            let is_its_own = message.body == *body || edits.contains(&message.body);
            ensure!(is_its_own, "{:.20} is not a text of this message (seed {seed})", message.body);
            kept.push(message.body.clone());
        }
    }
    ensure!(kept.len() > 50 && gone.len() > 50, "{} texts kept and {} gone prove little", kept.len(), gone.len());
    let files = story.server.end().await;
    let files = String::from_utf8_lossy(&files);
    let stands = |text: &&String| files.contains(&text[..text.find(' ').unwrap_or(text.len())]);
    ensure!(kept.iter().all(|text| stands(&text)), "the search finds what is there");
    let left: Vec<_> = gone.iter().filter(stands).collect();
    ensure!(left.is_empty(), "{} of {} deleted texts are left in the files: {left:.20?}", left.len(), gone.len());
    Ok(())
}
