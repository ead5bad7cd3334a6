//! Files that are no sound database: each is refused in one sentence and left as it was.

use std::fs;

use super::{Place, options};
use crate::{
    SqliteStore,
    sqlite::{OpenError, file::beside},
};

const PAGE: usize = 4_096;

/// A closed database with a few hundred messages in it.
fn sound() -> (Place, Vec<u8>) {
    let place = Place::new();
    let stage = place.stage();
    let ada = stage.member("Ada", "General");
    for n in 0..400 {
        stage.say(&ada, &format!("message {n} {}", "x".repeat(200)));
    }
    drop(stage);
    let bytes = fs::read(place.database()).expect("it can be read");
    assert!(bytes.len() > 20 * PAGE, "there is something to damage");
    (place, bytes)
}

fn refusal(place: &Place, bytes: &[u8]) -> OpenError {
    fs::write(place.database(), bytes).expect("it can be written");
    let refused = SqliteStore::open(place.database(), &options()).expect_err("it must be refused");
    let after = fs::read(place.database()).expect("it can be read");
    assert!(after == bytes, "the refused file was changed: {refused}");
    refused
}

#[test]
fn a_damaged_database_is_refused() {
    let (place, sound) = sound();
    let zeroed = |page: usize| {
        let mut bytes = sound.clone();
        bytes[page * PAGE..(page + 1) * PAGE].fill(0);
        bytes
    };
    let cut = |length: usize| sound[..length].to_vec();
    let garbled = |at: usize, with: &[u8]| {
        let mut bytes = sound.clone();
        bytes[at..at + with.len()].copy_from_slice(with);
        bytes
    };
    let last = sound.len() / PAGE - 1;
    let cases = [
        ("cut inside a page", cut(10 * PAGE + 100)),
        ("cut between pages", cut(10 * PAGE)),
        ("cut to one page", cut(PAGE)),
        ("cut inside the header", cut(60)),
        ("a page of zeros in front", zeroed(1)),
        ("a page of zeros in the middle", zeroed(last / 2)),
        ("a page of zeros at the end", zeroed(last)),
        ("a wrong page size in the header", garbled(16, &[0xff, 0xff])),
        ("noise where the schema is", garbled(100, &[0xa5; 600])),
        ("noise in the middle", garbled(last / 2 * PAGE, &[0xa5; PAGE])),
    ];
    for (what, bytes) in cases {
        let refused = refusal(&place, &bytes);
        assert!(matches!(refused, OpenError::Damaged { .. }), "{what}: {refused:?}");
        let sentence = refused.to_string();
        assert!(sentence.contains("restore it from a backup") && !sentence.contains('\n'), "{what}: {sentence}");
    }
    fs::write(place.database(), &sound).expect("it can be written");
    place.reopen();
}

#[test]
fn a_file_of_something_else_is_refused() {
    let place = Place::new();
    let other = Place::new();
    let database = rusqlite::Connection::open(other.database()).expect("it can be made");
    database.execute_batch("CREATE TABLE recipes (name TEXT)").expect("it can be made");
    drop(database);
    let cases = [
        ("a JPEG", [&[0xff, 0xd8, 0xff, 0xe0][..], &[0x4a; 5_000]].concat()),
        ("one byte", vec![0]),
        ("a text", b"SQLite format 4\0 and more".to_vec()),
        ("zeros", vec![0; 2 * PAGE]),
        ("another program's database", fs::read(other.database()).expect("it can be read")),
    ];
    for (what, bytes) in cases {
        let refused = refusal(&place, &bytes);
        assert!(matches!(refused, OpenError::NotOurs { .. }), "{what}: {refused:?}");
    }
}

#[test]
fn an_empty_file_is_a_new_database() {
    let place = Place::new();
    fs::write(place.database(), "").expect("it can be written");
    let stage = place.stage();
    let ada = stage.member("Ada", "General");
    stage.say(&ada, "hi");
    assert_eq!(stage.said(ada.room), ["hi"]);
}

#[test]
fn a_log_without_its_database_is_not_thrown_away() {
    let (place, from) = (Place::new(), Place::new());
    let stage = from.stage();
    stage.member("Ada", "General");
    let log = beside(&place.database(), "-wal");
    fs::copy(beside(&from.database(), "-wal"), &log).expect("it can be copied");
    let before = fs::read(&log).expect("it can be read");
    for _ in 0..2 {
        let refused = SqliteStore::open(place.database(), &options()).expect_err("something is missing");
        assert!(matches!(refused, OpenError::Damaged { .. }), "{refused:?}");
        assert_eq!(fs::read(&log).expect("it can be read"), before);
    }
}
