//! P7, the snapshot law: for every state s <= t, what a client makes of a snapshot at s and the log from s to t is the
//! snapshot at t. The use cases write, the client that browsers run reads, and both stores are between them.

mod operations;
mod scene;
mod viewer;

use std::collections::BTreeMap;

use hubbub_chat::memory::MemoryStore;
use hubbub_protocol::{Change, Entry, Epoch, LogPage};
use hubbub_store::{Options, SqliteStore};
use proptest::{
    prelude::*,
    test_runner::{Config, TestRunner},
};

use operations::{Operation, operations};
use scene::Scene;
use viewer::Viewer;

/// How often each kind of entry must have been taken over by a client for the law to count as tested.
const ENOUGH: usize = 500;

/// What an entry is, in the words of this test.
fn kind(entry: &Entry) -> &'static str {
    match &entry.change {
        Change::MessageSent { message } if message.forwarded_from.is_some() => "forwarded",
        Change::MessageSent { message } if message.thread.is_some() => "said in a thread",
        Change::MessageSent { message } if message.reply_to.is_some() => "answered",
        Change::MessageSent { .. } => "said",
        Change::MessageEdited { .. } => "edited",
        Change::MessageDeleted { root: Some(_), .. } => "deleted in a thread",
        Change::MessageDeleted { .. } => "deleted",
        Change::ReactionAdded { .. } => "reacted",
        Change::ReactionRemoved { .. } => "reaction removed",
        Change::MessagePinned { .. } => "pinned",
        Change::MessageUnpinned { .. } => "unpinned",
        Change::Unknown => "unknown",
    }
}

const KINDS: [&str; 11] = [
    "said",
    "answered",
    "said in a thread",
    "forwarded",
    "edited",
    "deleted",
    "deleted in a thread",
    "reacted",
    "reaction removed",
    "pinned",
    "unpinned",
];

/// Operations, and after how many of them the first snapshot is taken.
fn story() -> impl Strategy<Value = (Vec<Operation>, prop::sample::Index)> {
    (prop::collection::vec(operations(), 1..28), any::<prop::sample::Index>())
}

/// Runs a story and checks the law at its cut, for a client that heard everything live and for one that was away.
async fn check(scene: &mut Scene, story: &[Operation], cut: usize) -> Vec<Entry> {
    for operation in &story[..cut] {
        scene.perform(operation).await;
    }
    let (before, s) = (scene.snapshot().await, scene.heard().len());
    for operation in &story[cut..] {
        scene.perform(operation).await;
    }
    let heard = scene.heard().split_off(s);
    let after = scene.snapshot().await;

    let mut there = Viewer::new(&before);
    for entry in &heard {
        there.hears(entry);
    }
    same("live", &there, &after);

    let mut away = Viewer::new(&before);
    away.resumes(scene.missed(before.head).await);
    same("resumed", &away, &after);

    // The same entries in another order, as they come when some were lost and fetched later.
    let mut confused = Viewer::new(&before);
    for entry in heard.iter().rev() {
        confused.hears(entry);
    }
    same("out of order", &confused, &after);
    heard
}

/// Says only what differs; a whole log would be hard to read.
fn same(how: &str, viewer: &Viewer, snapshot: &LogPage) {
    let (entries, pins) = viewer.sees();
    for (seen, is) in entries.iter().zip(&snapshot.entries) {
        assert_eq!(seen, is, "{how}");
    }
    assert_eq!((entries.len(), &pins), (snapshot.entries.len(), &snapshot.pins), "{how}");
}

fn run(cases: u32, mut case: impl FnMut(&[Operation], usize) -> Vec<Entry>) -> BTreeMap<&'static str, usize> {
    let mut counts = BTreeMap::new();
    let config = Config { cases, failure_persistence: None, max_shrink_iters: 2_000, ..Config::default() };
    let counted = std::cell::RefCell::new(&mut counts);
    let case = std::cell::RefCell::new(&mut case);
    let result = TestRunner::new(config).run(&story(), |(story, cut)| {
        let cut = cut.index(story.len() + 1);
        for entry in (*case.borrow_mut())(&story, cut) {
            *counted.borrow_mut().entry(kind(&entry)).or_insert(0) += 1;
        }
        Ok(())
    });
    if let Err(failure) = result {
        panic!("{failure}");
    }
    counts
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread().build().expect("a runtime can be built")
}

#[test]
fn a_snapshot_and_what_follows_is_the_later_snapshot() {
    let runtime = runtime();
    let counts = run(10_000, |story, cut| {
        runtime.block_on(async {
            let mut scene = Scene::new(MemoryStore::default()).await;
            check(&mut scene, story, cut).await
        })
    });
    let rare: Vec<_> = KINDS.iter().filter(|kind| counts.get(*kind).is_none_or(|count| *count < ENOUGH)).collect();
    assert!(rare.is_empty(), "{rare:?} came too seldom to be tested: {counts:?}");
}

#[test]
fn sqlite_keeps_the_law_and_says_what_the_model_says() {
    let runtime = runtime();
    run(60, |story, cut| {
        runtime.block_on(async {
            let mut model = Scene::new(MemoryStore::default()).await;
            check(&mut model, story, cut).await;
            let place = tempfile::tempdir().expect("there is a place for temporary files");
            let options = Options::new(Epoch::from_bytes([7; 16]));
            let store = SqliteStore::open(place.path().join("hubbub.db"), &options).expect("the store opens");
            let mut scene = Scene::new(store).await;
            let heard = check(&mut scene, story, cut).await;
            assert_eq!(scene.heard(), model.heard(), "both wrote the same log");
            assert_eq!(scene.snapshot().await, model.snapshot().await, "and read the same from it");
            heard
        })
    });
}
