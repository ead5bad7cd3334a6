//! Full queues and the end of a store.

use std::sync::{Arc, mpsc};

use hubbub_chat::{
    Error,
    ports::{self, StoreError},
};

use super::{Place, options};
use crate::{
    Options, SqliteStore,
    conformance::{Stage, block_on},
    sqlite::file::beside,
};

/// Two units may wait on each side.
fn narrow(place: &Place) -> Stage<SqliteStore> {
    let options = Options { queue: 2, readers: 1, ..options() };
    Stage::new(|| SqliteStore::open(place.database(), &options).expect("the store opens"))
}

#[test]
fn a_full_queue_of_writes_refuses_at_once_and_recovers() {
    let place = Place::new();
    let stage = narrow(&place);
    let ada = stage.member("Ada", "General");
    let (entered, has_entered) = mpsc::channel();
    let (release, released) = mpsc::channel::<()>();
    let stuck = move |_: &mut dyn ports::Transaction| {
        entered.send(()).expect("the test waits for it");
        released.recv().expect("the test releases it");
        Ok(())
    };
    let stuck = ports::write(&*stage.store, stuck, |()| ());
    has_entered.recv().expect("the unit runs");
    let send = |body: &str| {
        let (by, new) = (ada.clone(), stage.message(body));
        ports::write(&*stage.store, move |tx| Ok(tx.append_message(&by, new.clone())?), |_| ())
    };
    let (one, two, three) = (send("one"), send("two"), send("three"));
    let refused = block_on(three).expect_err("two are waiting already");
    assert!(matches!(refused, Error::Store(StoreError::Busy)), "{refused:?}");
    release.send(()).expect("the unit waits for it");
    block_on(stuck).expect("it is kept");
    block_on(one).expect("it is kept");
    block_on(two).expect("it is kept");
    block_on(send("four")).expect("there is room again");
    assert_eq!(stage.said(ada.room), ["one", "two", "four"]);
}

#[test]
fn a_full_queue_of_looks_refuses_at_once() {
    let place = Place::new();
    let stage = narrow(&place);
    let (entered, has_entered) = mpsc::channel();
    let (release, released) = mpsc::channel::<()>();
    let stuck = ports::read(&*stage.store, move |_| {
        entered.send(()).expect("the test waits for it");
        released.recv().expect("the test releases it");
        Ok(())
    });
    has_entered.recv().expect("the unit runs");
    let look = || ports::read(&*stage.store, |reader| Ok(reader.epoch()?));
    let (one, two, three) = (look(), look(), look());
    let refused = block_on(three).expect_err("two are waiting already");
    assert!(matches!(refused, Error::Store(StoreError::Busy)), "{refused:?}");
    release.send(()).expect("the unit waits for it");
    block_on(stuck).expect("it is answered");
    block_on(one).expect("it is answered");
    block_on(two).expect("it is answered");
}

#[test]
fn closing_works_off_what_is_queued_and_refuses_the_rest() {
    let place = Place::new();
    let stage = place.stage();
    let ada = stage.member("Ada", "General");
    let send = |body: String| {
        let (by, new) = (ada.clone(), stage.message(&body));
        ports::write(&*stage.store, move |tx| Ok(tx.append_message(&by, new.clone())?), |_| ())
    };
    let queued: Vec<_> = (0..500).map(|n| send(n.to_string())).collect();
    stage.store.close();
    let refused = block_on(send("too late".to_owned())).expect_err("the store is closed");
    assert!(matches!(refused, Error::Store(StoreError::Closed)), "{refused:?}");
    let refused = block_on(ports::read(&*stage.store, |reader| Ok(reader.epoch()?))).expect_err("it is closed");
    assert!(matches!(refused, Error::Store(StoreError::Closed)), "{refused:?}");
    for unit in queued {
        block_on(unit).expect("it was queued in time");
    }
    stage.store.close();
    assert_eq!(place.stage().said(ada.room).len(), 500);
}

#[test]
fn a_closed_store_is_one_file() {
    let place = Place::new();
    let stage = place.stage();
    stage.say(&stage.member("Ada", "General"), "hi");
    assert!(beside(&place.database(), "-wal").exists(), "an open store has a log");
    stage.store.close();
    assert!(!beside(&place.database(), "-wal").exists(), "the log was moved into the database");
}

#[test]
fn a_unit_may_hold_the_last_handle() {
    let place = Place::new();
    let store = Arc::new(place.reopen());
    let (mut held, released) = (Some(store.clone()), mpsc::channel::<()>());
    let (dropped, was_dropped) = mpsc::channel();
    let work = move |_: &mut dyn ports::Transaction| {
        released.1.recv().expect("the test releases it");
        drop(held.take());
        dropped.send(()).expect("the test waits for it");
        Ok(())
    };
    let unit = ports::write(&*store, work, |()| ());
    drop(store);
    released.0.send(()).expect("the unit waits for it");
    was_dropped.recv().expect("closing from inside does not wait for itself");
    block_on(unit).expect("it is kept");
}
