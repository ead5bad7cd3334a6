//! Steps between schemas, tried with steps that exist only here.

use std::path::Path;

use hubbub_protocol::{AccountId, Nonce, RoomId};
use rusqlite::Connection;

use super::{Place, options};
use crate::sqlite::{
    OpenError, SqliteStore,
    migrate::{MIGRATIONS, newest},
};

const TOPICS: &str =
    "ALTER TABLE rooms ADD COLUMN topic TEXT NOT NULL DEFAULT ''; CREATE TABLE polls (x INTEGER) STRICT;";
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
fn messages_of_the_first_schema_can_be_changed_like_new_ones() {
    let place = Place::new();
    SqliteStore::open_with(&place.database(), &options(), &MIGRATIONS[..1]).expect("it opens").close();
    let old = Connection::open(place.database()).expect("it can be opened");
    old.execute_batch(
        "INSERT INTO accounts VALUES (1, x'01010101010101010101010101010101', 'Ada', 'ada', 1);
         INSERT INTO rooms VALUES (1, x'02020202020202020202020202020202', 'general', 'General', 1, 1, 2, 7);
         INSERT INTO memberships VALUES (1, 1, 1, 1);
         INSERT INTO messages VALUES
            (1, x'03030303030303030303030303030303', 1, x'04040404040404040404040404040404', 1, 1, 'one'),
            (2, x'05050505050505050505050505050505', 1, x'06060606060606060606060606060606', 1, 2, 'two');
         INSERT INTO log VALUES (1, 1, 1, 5, 1), (1, 2, 1, 7, 2);",
    )
    .expect("the first schema takes it");
    drop(old);
    let stage = place.stage();
    let (account, room) = (AccountId::from_bytes([1; 16]), RoomId::from_bytes([2; 16]));
    let ada = stage.read(move |reader| Ok(reader.membership(account, room)?)).expect("she is still in");
    assert_eq!(stage.said(room), ["one", "two"]);
    let log = stage.log(room);
    stage.edit(&ada, &log[0], "uno");
    stage.react(&ada, &log[0], "👍").expect("it is new");
    stage.delete(&ada, &log[1]);
    let first = stage.now(&log[0]);
    assert_eq!((first.body.as_str(), first.sent_at.as_millis(), first.reactions.len()), ("uno", 5, 1));
    assert_eq!(stage.texts(&log[0]), [(0, "one".to_owned()), (1, "uno".to_owned())]);
    assert!(stage.now(&log[1]).deleted.is_some());
    let nonce = Nonce::from_bytes([4; 16]);
    assert_eq!(stage.sent_before(account, nonce).map(|sent| sent.message.body).as_deref(), Some("one"));
}

/// One message of each kind that counts or does not: plain, deleted, in a thread, in a thread and the room.
#[test]
fn what_was_unread_in_the_second_schema_still_is() {
    let place = Place::new();
    SqliteStore::open_with(&place.database(), &options(), &MIGRATIONS[..2]).expect("it opens").close();
    let old = Connection::open(place.database()).expect("it can be opened");
    old.execute_batch(
        "INSERT INTO accounts VALUES (1, x'01010101010101010101010101010101', 'Ada', 'ada', 1),
            (2, x'02020202020202020202020202020202', 'Grace', 'grace', 1);
         INSERT INTO rooms VALUES (1, x'02020202020202020202020202020202', 'general', 'General', 1, 1);
         INSERT INTO memberships VALUES (1, 1, 1, 1), (2, 2, 1, 1);
         INSERT INTO messages (key, id, author, nonce, room, seq, body, thread, also_in_room) VALUES
            (1, x'03030303030303030303030303030301', 2, x'04040404040404040404040404040401', 1, 1, 'one', NULL, 0),
            (2, x'03030303030303030303030303030302', 2, x'04040404040404040404040404040402', 1, 2, '', NULL, 0),
            (3, x'03030303030303030303030303030303', 2, x'04040404040404040404040404040403', 1, 3, 'in', 1, 0),
            (4, x'03030303030303030303030303030304', 2, x'04040404040404040404040404040404', 1, 4, 'both', 1, 1),
            (5, x'03030303030303030303030303030305', 1, x'04040404040404040404040404040405', 1, 5, 'mine', NULL, 0);
         INSERT INTO states (message, deleted_by, deleted_at, replies, last_reply) VALUES
            (1, NULL, NULL, 2, 4), (2, 2, 6, 0, NULL);
         INSERT INTO log (room, seq, kind, at, message) VALUES
            (1, 1, 1, 5, 1), (1, 2, 1, 5, 2), (1, 3, 1, 5, 3), (1, 4, 1, 5, 4), (1, 5, 1, 5, 5);
         INSERT INTO log (room, seq, kind, at, message, account) VALUES (1, 6, 3, 6, 2, 2);",
    )
    .expect("the second schema takes it");
    drop(old);
    let stage = place.stage();
    let room = RoomId::from_bytes([2; 16]);
    let [ada, grace] = [1, 2].map(|byte| {
        let id = AccountId::from_bytes([byte; 16]);
        stage.read(move |reader| Ok(reader.account(id)?)).expect("the account is there")
    });
    assert_eq!((stage.unread(&ada, room, 0), stage.unread(&ada, room, 1)), (2, 1));
    assert_eq!(stage.unread(&grace, room, 0), 1);
}

#[test]
fn a_step_keeps_what_is_there_and_is_taken_once() {
    let place = with_a_message();
    for _ in 0..2 {
        open(&place.database(), &[TOPICS]).expect("the step can be taken").close();
    }
    let dump = dump(&place.database());
    assert!(
        dump.contains(&format!("schema {}", newest(MIGRATIONS) + 1)) && dump.contains(&"1hi".to_owned()),
        "{dump:?}"
    );
}

#[test]
fn a_step_that_fails_leaves_the_database_as_it_was() {
    for bad in [FAILS_LATE, BREAKS_REFERENCES] {
        let place = with_a_message();
        let before = dump(&place.database());
        let refused = open(&place.database(), &[bad]).expect_err("the step fails");
        assert!(matches!(refused, OpenError::Migration { to, .. } if to == newest(MIGRATIONS) + 1), "{refused:?}");
        assert_eq!(dump(&place.database()), before);
        place.reopen();
    }
}

#[test]
fn the_steps_before_a_failing_one_stay() {
    let place = with_a_message();
    let refused = open(&place.database(), &[TOPICS, FAILS_LATE]).expect_err("the second step fails");
    assert!(matches!(refused, OpenError::Migration { to, .. } if to == newest(MIGRATIONS) + 2), "{refused:?}");
    open(&place.database(), &[TOPICS]).expect("the first step was taken");
}

#[test]
fn a_newer_database_is_refused_and_left_alone() {
    let newer = newest(MIGRATIONS) + 1;
    let place = with_a_message();
    open(&place.database(), &[TOPICS]).expect("the step can be taken").close();
    let before = std::fs::read(place.database()).expect("it can be read");
    let refused = SqliteStore::open(place.database(), &options()).expect_err("it is newer");
    assert!(
        matches!(refused, OpenError::Newer { found, known, .. } if (found, known) == (newer, newest(MIGRATIONS))),
        "{refused:?}"
    );
    let (sentence, known) = (refused.to_string(), newer - 1);
    let told = format!("made by a newer Hubbub (schema {newer}, this one knows {known})");
    assert!(sentence.contains(&told), "{sentence}");
    assert!(sentence.ends_with("use the newer Hubbub; nothing was changed"), "{sentence}");
    assert!(std::fs::read(place.database()).expect("it can be read") == before, "the file was changed");
}

#[test]
fn a_newer_database_that_was_killed_is_refused_too() {
    let newer = newest(MIGRATIONS) + 1;
    let (place, after_kill) = (with_a_message(), Place::new());
    let opened = open(&place.database(), &[TOPICS]).expect("the step can be taken");
    // The header in the file still has the former schema; the newer one is in the log alone.
    for suffix in ["", "-wal"] {
        let file = |place: &Place| crate::sqlite::file::beside(&place.database(), suffix);
        std::fs::copy(file(&place), file(&after_kill)).expect("the files can be copied");
    }
    let refused = SqliteStore::open(after_kill.database(), &options()).expect_err("it is newer");
    assert!(
        matches!(refused, OpenError::Newer { found, known, .. } if (found, known) == (newer, newest(MIGRATIONS))),
        "{refused:?}"
    );
    drop(opened);
}
