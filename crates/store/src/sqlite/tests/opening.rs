//! Opening: what stays, who may read it, and who is told to go away.

use std::{fs, os::unix::fs::PermissionsExt};

use hubbub_protocol::Epoch;
use rusqlite::Connection;

use super::{Place, options};
use crate::{
    Options, SqliteStore,
    conformance::Stage,
    sqlite::{OpenError, file::beside},
};

#[test]
fn everything_is_there_after_a_restart() {
    let place = Place::new();
    let stage = place.stage();
    let ada = stage.member("Ada", "General");
    stage.say(&ada, "one");
    stage.say(&ada, "two");
    let before = stage.log(ada.room);
    drop(stage);
    let stage = place.stage();
    assert_eq!(stage.log(ada.room), before);
    assert_eq!(stage.say(&ada, "three").seq.get(), 3);
}

#[test]
fn a_database_keeps_the_epoch_it_was_made_with() {
    let place = Place::new();
    drop(place.reopen());
    let other = Options { epoch: Epoch::from_bytes([2; 16]), ..options() };
    let stage = Stage::new(|| SqliteStore::open(place.database(), &other).expect("the store opens"));
    assert_eq!(stage.read(|reader| Ok(reader.epoch()?)), options().epoch);
}

#[test]
fn what_was_acknowledged_survives_a_kill() {
    let (place, after_kill) = (Place::new(), Place::new());
    let stage = place.stage();
    let ada = stage.member("Ada", "General");
    for n in 0..100 {
        stage.say(&ada, &n.to_string());
    }
    // What a kill leaves behind: the files as they are now, the log not yet moved into the database.
    for suffix in ["", "-wal"] {
        let copied = fs::copy(beside(&place.database(), suffix), beside(&after_kill.database(), suffix));
        copied.expect("the files can be copied");
    }
    assert_eq!(after_kill.stage().said(ada.room).len(), 100);
}

#[test]
fn a_second_server_on_the_same_data_is_refused() {
    let place = Place::new();
    let first = place.reopen();
    let refused = SqliteStore::open(place.database(), &options()).expect_err("the first one has it");
    assert!(matches!(refused, OpenError::InUse { .. }), "{refused}");
    assert!(refused.to_string().starts_with("another Hubbub is running on"), "{refused}");
    first.close();
    place.reopen();
}

#[test]
fn only_the_owner_can_read_the_files() {
    let place = Place::new();
    let stage = place.stage();
    stage.account("Ada");
    let files: Vec<_> = fs::read_dir(place.0.path()).expect("it can be listed").collect();
    let modes = files.into_iter().map(|file| {
        let file = file.expect("it can be listed");
        (file.file_name(), file.metadata().expect("it is there").permissions().mode() & 0o777)
    });
    let modes: Vec<_> = modes.collect();
    assert_eq!(modes.len(), 4, "the database, its log, its index and its lock: {modes:?}");
    assert!(modes.iter().all(|(_, mode)| *mode == 0o600), "{modes:?}");
}

#[test]
fn every_connection_has_the_settings_that_the_promises_rest_on() {
    let place = Place::new();
    let opened = place.parts();
    for connection in opened.readers.iter().chain([&opened.writer]) {
        let mode: String = connection.query_row("PRAGMA journal_mode", [], |row| row.get(0)).expect("it has one");
        let synchronous: i64 = connection.query_row("PRAGMA synchronous", [], |row| row.get(0)).expect("it has one");
        assert_eq!((mode.as_str(), synchronous), ("wal", 2));
    }
    let sql = "INSERT INTO server VALUES (2, x'00')";
    assert!(opened.readers[0].execute(sql, []).is_err(), "a reader cannot write");
}

#[test]
fn a_directory_that_is_not_there_or_is_none_is_named() {
    let place = Place::new();
    fs::write(place.0.path().join("file"), "").expect("it can be written");
    for directory in ["missing", "file"] {
        let path = place.0.path().join(directory).join("hubbub.db");
        let refused = SqliteStore::open(path, &options()).expect_err("there is no such directory");
        let sentence = refused.to_string();
        assert!(matches!(refused, OpenError::Directory { .. }), "{refused:?}");
        assert!(sentence.contains(&format!("{directory}: create this directory")), "{sentence}");
    }
}

#[test]
fn a_directory_in_place_of_the_database_is_named() {
    let place = Place::new();
    fs::create_dir(place.database()).expect("it can be made");
    let refused = SqliteStore::open(place.database(), &options()).expect_err("it is a directory");
    assert!(matches!(refused, OpenError::File { .. }), "{refused:?}");
}

#[test]
fn a_place_without_a_write_ahead_log_is_refused() {
    let place = Place::new();
    // The index of the log cannot be where a directory is.
    fs::create_dir(beside(&place.database(), "-shm")).expect("it can be made");
    let refused = SqliteStore::open(place.database(), &options()).expect_err("there is no log");
    assert!(matches!(refused, OpenError::NoWal { .. }), "{refused:?}");
    assert!(refused.to_string().contains("local disk"), "{refused}");
}

#[test]
fn a_database_that_another_program_holds_is_refused() {
    let place = Place::new();
    place.reopen();
    let tool = Connection::open(place.database()).expect("a tool can open it");
    tool.execute_batch("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE;").expect("a tool can lock it");
    let refused = SqliteStore::open(place.database(), &options()).expect_err("it is locked");
    assert!(matches!(refused, OpenError::InUse { .. }), "{refused:?}");
}
