//! P8: what was deleted is gone from the files too.

use std::fs;

use hubbub_chat::ports::{Links, Membership};
use hubbub_protocol::Entry;

use super::Place;
use crate::{SqliteStore, conformance::Stage, sqlite::file::beside};

/// A text that nothing else in the files looks like.
fn secret(number: usize) -> String {
    format!("plutonium-{number:05}-") + &"cerium ".repeat(number % 400)
}

/// How often deleted text stands in the database and beside it.
fn found(place: &Place, words: &[&str]) -> usize {
    let database = place.database();
    let files = [database.clone(), beside(&database, "-wal"), beside(&database, "-journal")];
    let bytes: Vec<u8> = files.iter().flat_map(|file| fs::read(file).unwrap_or_default()).collect();
    let count = |word: &str| bytes.windows(word.len()).filter(|window| *window == word.as_bytes()).count();
    words.iter().map(|word| count(word)).sum()
}

/// Other units pass until the log was emptied: a reader may have been in the way.
fn settle(stage: &Stage<SqliteStore>, by: &Membership, place: &Place) {
    for _ in 0..100 {
        stage.say(by, "harmless");
        if found(place, &["plutonium", "cerium"]) == 0 {
            return;
        }
    }
}

#[test]
fn a_deleted_text_is_in_no_file_while_the_server_runs() {
    let place = Place::new();
    let stage = place.stage();
    let ada = stage.member("Ada", "General");
    let said = stage.say(&ada, &secret(1));
    stage.say_with(&ada, "see above", Links { reply_to: Some(said.seq), ..Links::default() });
    assert!(found(&place, &["plutonium"]) > 0, "the search finds what is there");
    stage.delete(&ada, &said);
    settle(&stage, &ada, &place);
    assert_eq!(found(&place, &["plutonium", "cerium"]), 0);
}

#[test]
fn of_many_texts_that_were_edited_and_moved_around_nothing_is_left() {
    let place = Place::new();
    let stage = place.stage();
    let ada = stage.member("Ada", "General");
    let mut said: Vec<Entry> = Vec::new();
    for n in 0..400 {
        stage.say(&ada, &"harmless ".repeat(n % 90));
        said.push(stage.say(&ada, &secret(n)));
        // Longer and shorter texts make SQLite move rows between pages.
        if n % 3 == 0 {
            stage.edit(&ada, &said[n / 2], &secret(n * 7 % 1_999));
        }
        if n % 5 == 0 {
            stage.edit(&ada, &said[n / 3], &secret(n % 11));
        }
    }
    for entry in said.iter().rev() {
        stage.delete(&ada, entry);
    }
    settle(&stage, &ada, &place);
    assert_eq!(found(&place, &["plutonium", "cerium"]), 0);
    stage.store.close();
    assert_eq!(found(&place, &["plutonium", "cerium"]), 0);
}

#[test]
fn what_a_killed_server_left_in_the_log_goes_with_the_first_commit_of_the_next_one() {
    let (place, after_kill) = (Place::new(), Place::new());
    let stage = place.stage();
    let ada = stage.member("Ada", "General");
    let said = stage.say(&ada, &secret(7));
    // A reader keeps the log from being emptied, and then the server is gone.
    let (by, entry, inside) = (ada.clone(), said, stage.clone());
    let (from, to) = (place.database(), after_kill.database());
    stage.read(move |reader| {
        reader.head(by.room)?;
        inside.delete(&by, &entry);
        for end in ["", "-wal"] {
            fs::copy(beside(&from, end), beside(&to, end)).expect("it can be copied");
        }
        Ok(())
    });
    assert!(found(&after_kill, &["plutonium"]) > 0, "the log of the killed server still has it");
    let stage = after_kill.stage();
    settle(&stage, &ada, &after_kill);
    assert_eq!(found(&after_kill, &["plutonium", "cerium"]), 0);
}
