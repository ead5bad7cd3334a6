//! Steps between schemas, tried with steps that exist only here.

use std::path::Path;

use rusqlite::Connection;

use super::{Place, options};
use crate::sqlite::{OpenError, SqliteStore, migrate::MIGRATIONS};

const TOPICS: &str =
    "ALTER TABLE rooms ADD COLUMN topic TEXT NOT NULL DEFAULT ''; CREATE TABLE pins (x INTEGER) STRICT;";
const FAILS_LATE: &str =
    "CREATE TABLE half_done (x INTEGER) STRICT; DELETE FROM messages; INSERT INTO nowhere VALUES (1);";
const BREAKS_REFERENCES: &str = "DELETE FROM messages;";

fn open(path: &Path, steps: &[&str]) -> Result<SqliteStore, OpenError> {
    SqliteStore::open_with(path, &options(), &[MIGRATIONS, steps].concat())
}

/// Everything there is in a database, as text.
fn dump(path: &Path) -> Vec<String> {
    let connection = Connection::open(path).expect("it can be opened");
    let list = |sql: &str| {
        let mut statement = connection.prepare(sql).expect("it can be asked");
        let rows = statement.query_map([], |row| row.get::<_, String>(0)).expect("it can be asked");
        rows.collect::<Result<Vec<_>, _>>().expect("it can be read")
    };
    let mut dump = list("SELECT name || coalesce(sql, '') FROM sqlite_schema ORDER BY name");
    dump.extend(list("SELECT 'schema ' || user_version FROM pragma_user_version"));
    dump.extend(list("SELECT seq || body FROM messages ORDER BY key"));
    dump
}

fn with_a_message() -> Place {
    let place = Place::new();
    let stage = place.stage();
    stage.say(&stage.member("Ada", "General"), "hi");
    place
}

#[test]
fn every_earlier_schema_reaches_the_newest() {
    let newest = Place::new();
    drop(newest.reopen());
    for done in 0..MIGRATIONS.len() {
        let place = Place::new();
        SqliteStore::open_with(&place.database(), &options(), &MIGRATIONS[..done.max(1)]).expect("it opens").close();
        place.reopen();
        assert_eq!(dump(&place.database()), dump(&newest.database()), "from schema {done}");
    }
}

#[test]
fn a_step_keeps_what_is_there_and_is_taken_once() {
    let place = with_a_message();
    for _ in 0..2 {
        open(&place.database(), &[TOPICS]).expect("the step can be taken").close();
    }
    let dump = dump(&place.database());
    assert!(dump.contains(&"schema 2".to_owned()) && dump.contains(&"1hi".to_owned()), "{dump:?}");
}

#[test]
fn a_step_that_fails_leaves_the_database_as_it_was() {
    for bad in [FAILS_LATE, BREAKS_REFERENCES] {
        let place = with_a_message();
        let before = dump(&place.database());
        let refused = open(&place.database(), &[bad]).expect_err("the step fails");
        assert!(matches!(refused, OpenError::Migration { to: 2, .. }), "{refused:?}");
        assert_eq!(dump(&place.database()), before);
        place.reopen();
    }
}

#[test]
fn the_steps_before_a_failing_one_stay() {
    let place = with_a_message();
    let refused = open(&place.database(), &[TOPICS, FAILS_LATE]).expect_err("the second step fails");
    assert!(matches!(refused, OpenError::Migration { to: 3, .. }), "{refused:?}");
    open(&place.database(), &[TOPICS]).expect("the first step was taken");
}

#[test]
fn a_newer_database_is_refused_and_left_alone() {
    let place = with_a_message();
    open(&place.database(), &[TOPICS]).expect("the step can be taken").close();
    let before = std::fs::read(place.database()).expect("it can be read");
    let refused = SqliteStore::open(place.database(), &options()).expect_err("it is newer");
    assert!(matches!(refused, OpenError::Newer { found: 2, known: 1, .. }), "{refused:?}");
    let sentence = refused.to_string();
    assert!(sentence.contains("made by a newer Hubbub (schema 2, this one knows 1)"), "{sentence}");
    assert!(sentence.ends_with("use the newer Hubbub; nothing was changed"), "{sentence}");
    assert!(std::fs::read(place.database()).expect("it can be read") == before, "the file was changed");
}

#[test]
fn a_newer_database_that_was_killed_is_refused_too() {
    let (place, after_kill) = (with_a_message(), Place::new());
    let newer = open(&place.database(), &[TOPICS]).expect("the step can be taken");
    // The header in the file still has the former schema; the newer one is in the log alone.
    for suffix in ["", "-wal"] {
        let file = |place: &Place| crate::sqlite::file::beside(&place.database(), suffix);
        std::fs::copy(file(&place), file(&after_kill)).expect("the files can be copied");
    }
    let refused = SqliteStore::open(after_kill.database(), &options()).expect_err("it is newer");
    assert!(matches!(refused, OpenError::Newer { found: 2, known: 1, .. }), "{refused:?}");
    drop(newer);
}
