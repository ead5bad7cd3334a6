//! The thread that writes: batches, panics, a full disk and a failing one.

use std::sync::mpsc;

use hubbub_chat::{
    Error,
    ports::{self, Store, StoreError},
};
use rusqlite::Connection;

use super::Place;
use crate::{
    conformance::{Stage, block_on},
    sqlite::{Opened, SqliteStore},
};

/// A store whose writer was prepared by other means than ours.
fn prepared(place: &Place, prepare: &str) -> Stage<SqliteStore> {
    let opened = place.parts();
    opened.writer.execute_batch(prepare).expect("the writer can be prepared");
    start(opened)
}

fn start(opened: Opened) -> Stage<SqliteStore> {
    Stage::new(|| SqliteStore::start(opened, &super::options()).expect("there are threads"))
}

/// Holds the writer until the sender is used or dropped, so that a batch gathers behind it.
fn hold<S: Store>(stage: &Stage<S>) -> mpsc::Sender<()> {
    let (release, released) = mpsc::channel::<()>();
    let (entered, has_entered) = mpsc::channel();
    let work = move |_: &mut dyn ports::Transaction| {
        entered.send(()).expect("the test waits for it");
        released.recv().ok();
        Ok(())
    };
    drop(ports::write(&*stage.store, work, |()| ()));
    has_entered.recv().expect("the unit runs");
    release
}

#[test]
fn what_has_queued_shares_a_commit_up_to_a_bound() {
    let place = Place::new();
    let stage = place.stage();
    let ada = stage.member("Ada", "General");
    let release = hold(&stage);
    let before = stage.store.stats();
    let waiting: Vec<_> = (0..300)
        .map(|n| {
            let (by, new) = (ada.clone(), stage.message(&n.to_string()));
            ports::write(&*stage.store, move |tx| Ok(tx.append_message(&by, new.clone())?), |_| ())
        })
        .collect();
    drop(release);
    for unit in waiting {
        block_on(unit).expect("it is kept");
    }
    let after = stage.store.stats();
    assert_eq!(after.units - before.units, 301);
    assert_eq!(after.commits - before.commits, 2, "256 with the held one, which they joined, and 45");
}

#[test]
fn a_unit_hears_of_its_commit_when_a_second_connection_sees_it() {
    let place = Place::new();
    let stage = place.stage();
    let ada = stage.member("Ada", "General");
    let other = Connection::open(place.database()).expect("it can be opened");
    let (saw, seen) = mpsc::channel();
    let (by, new) = (ada, stage.message("hi"));
    let inside = Connection::open(place.database()).expect("it can be opened");
    let count = |connection: &Connection| -> i64 {
        connection.query_row("SELECT count(*) FROM log", [], |row| row.get(0)).expect("it can be counted")
    };
    let work = move |tx: &mut dyn ports::Transaction| {
        tx.append_message(&by, new.clone())?;
        Ok(count(&inside))
    };
    let committed = move |during: &i64| saw.send((*during, count(&other))).expect("the test listens");
    block_on(ports::write(&*stage.store, work, committed)).expect("it is kept");
    assert_eq!(seen.recv().expect("it was committed"), (0, 1), "not before the commit, and surely after it");
}

#[test]
fn a_panicking_unit_is_undone_alone() {
    let place = Place::new();
    let stage = place.stage();
    let ada = stage.member("Ada", "General");
    let release = hold(&stage);
    let waiting: Vec<_> = (0..9)
        .map(|n| {
            let (by, new) = (ada.clone(), stage.message(&n.to_string()));
            let work = move |tx: &mut dyn ports::Transaction| {
                let entry = tx.append_message(&by, new.clone())?;
                assert!(n % 3 != 1, "a planted panic");
                Ok(entry)
            };
            ports::write(&*stage.store, work, |_| ())
        })
        .collect();
    drop(release);
    for (n, unit) in waiting.into_iter().enumerate() {
        assert_eq!(block_on(unit).is_ok(), n % 3 != 1, "unit {n}");
    }
    assert_eq!(stage.said(ada.room), ["0", "2", "3", "5", "6", "8"]);
}

#[test]
fn a_panic_while_publishing_or_looking_ends_nothing() {
    let place = Place::new();
    let stage = place.stage();
    let ada = stage.member("Ada", "General");
    let (by, new) = (ada.clone(), stage.message("kept"));
    let unit =
        ports::write(&*stage.store, move |tx| Ok(tx.append_message(&by, new.clone())?), |_| panic!("a planted panic"));
    block_on(unit).expect_err("nobody can tell what became of it");
    // More of them than there are readers.
    for _ in 0..5 {
        let look = ports::read(&*stage.store, |_| -> hubbub_chat::Result<()> { panic!("a planted panic") });
        block_on(look).expect_err("it panicked");
    }
    stage.say(&ada, "later");
    assert_eq!(stage.said(ada.room), ["kept", "later"]);
}

#[test]
fn a_full_disk_refuses_sends_and_goes_on_when_there_is_room() {
    let place = Place::new();
    // A bound of the database stands for the end of the disk: SQLite meets both with the same error.
    let stage = prepared(&place, "PRAGMA max_page_count = 40");
    let ada = stage.member("Ada", "General");
    let long = "x".repeat(10_000);
    let mut sent = 0;
    let refused = loop {
        match stage.send(&ada, stage.message(&long)) {
            Ok(_) => sent += 1,
            Err(error) => break error,
        }
        assert!(sent < 40, "40 pages cannot hold this");
    };
    assert!(matches!(refused, Error::Store(StoreError::Full)), "{refused:?}");
    assert!(sent > 0, "there was room at first");
    assert_eq!(stage.said(ada.room).len(), sent, "reading goes on");
    assert!(stage.store.stats().accepts_writes, "a full disk is no reason to stop for good");
    stage.store.close();
    drop(stage);
    let stage = place.stage();
    stage.say(&ada, "there is room again");
    assert_eq!(stage.said(ada.room).len(), sent + 1);
}

#[test]
fn a_full_disk_takes_no_neighbour_of_the_batch_down() {
    let place = Place::new();
    let stage = prepared(&place, "PRAGMA max_page_count = 40");
    let ada = stage.member("Ada", "General");
    let release = hold(&stage);
    let long = "x".repeat(300_000);
    let send = |body: &str| {
        let (by, new) = (ada.clone(), stage.message(body));
        ports::write(&*stage.store, move |tx| Ok(tx.append_message(&by, new.clone())?), |_| ())
    };
    let (before, too_long, after) = (send("before"), send(&long), send("after"));
    drop(release);
    let answers = [block_on(before), block_on(too_long), block_on(after)];
    assert!(matches!(answers[1], Err(Error::Store(StoreError::Full))), "{:?}", answers[1]);
    let said = stage.said(ada.room);
    let kept = answers.iter().filter(|answer| answer.is_ok()).count();
    assert_eq!(said.len(), kept, "who was told Ok is there, and nobody else");
    assert_eq!(said.last().map(String::as_str), Some("after"));
}

#[test]
fn when_a_commit_fails_nobody_is_told_that_it_worked_and_nothing_is_written_after() {
    let place = Place::new();
    // A reference that is only checked at the commit makes it fail, as a disk would.
    let stage = prepared(
        &place,
        "CREATE TABLE parent (key INTEGER PRIMARY KEY);
         CREATE TABLE child (parent INTEGER REFERENCES parent DEFERRABLE INITIALLY DEFERRED);
         CREATE TRIGGER plant AFTER INSERT ON messages WHEN new.body = 'fails'
         BEGIN INSERT INTO child VALUES (1); END;",
    );
    let ada = stage.member("Ada", "General");
    stage.say(&ada, "fine");
    let release = hold(&stage);
    let waiting: Vec<_> = ["one", "fails", "two"]
        .map(|body| {
            let (by, new) = (ada.clone(), stage.message(body));
            ports::write(
                &*stage.store,
                move |tx| Ok(tx.append_message(&by, new.clone())?),
                |_| panic!("it was published"),
            )
        })
        .into();
    drop(release);
    for unit in waiting {
        let refused = block_on(unit).expect_err("the batch was undone");
        assert!(matches!(refused, Error::Store(StoreError::Failed(_))), "{refused:?}");
    }
    stage.send(&ada, stage.message("later")).expect_err("the writer has stopped");
    assert!(!stage.store.stats().accepts_writes);
    assert_eq!(stage.said(ada.room), ["fine"], "reading goes on");
    stage.store.close();
    let stage = place.stage();
    stage.say(&ada, "after the restart");
    assert_eq!(stage.said(ada.room), ["fine", "after the restart"]);
}

#[test]
fn the_write_ahead_log_does_not_grow_without_end() {
    let place = Place::new();
    let stage = place.stage();
    let ada = stage.member("Ada", "General");
    let body = "x".repeat(16_000);
    let mut waiting = Vec::new();
    // Some 48 MiB, three times what is due, while somebody reads now and then.
    for n in 0..3_000 {
        let (by, new) = (ada.clone(), stage.message(&body));
        waiting.push(ports::write(&*stage.store, move |tx| Ok(tx.append_message(&by, new.clone())?), |_| ()));
        if n % 250 == 0 {
            for unit in waiting.drain(..) {
                block_on(unit).expect("it is kept");
            }
            drop(ports::read(&*stage.store, |reader| Ok(reader.epoch()?)));
        }
    }
    for unit in waiting {
        block_on(unit).expect("it is kept");
    }
    let log = crate::sqlite::file::size(&crate::sqlite::file::beside(&place.database(), "-wal"));
    assert!(log < 32 << 20, "the log has {} MiB", log >> 20);
    assert_eq!(stage.head(ada.room).get(), 3_000);
}
