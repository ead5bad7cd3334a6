//! The table of emoji names is what the library `emojis` knows, which has them from GitHub.

use std::{env, fs};

use hubbub_markup::shortcode::Names;

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../public/emoji.txt");

#[test]
fn the_table_is_fresh() {
    let table = table();
    if env::var_os("UPDATE_EMOJI_NAMES").is_some() {
        fs::write(FILE, &table).expect("the table can be written");
    } else {
        let file = fs::read_to_string(FILE).expect("the table can be read");
        assert!(table == file, "run this test once with UPDATE_EMOJI_NAMES=1");
    }
}

#[test]
fn every_name_finds_its_emoji() {
    let table = table();
    let names = Names::of(&table);
    for emoji in emojis::iter() {
        for name in emoji.shortcodes() {
            assert_eq!(names.emoji(name), Some(emoji.as_str()), "{name}");
        }
    }
    assert_eq!(names.emoji("no_such_thing"), None);
}

fn table() -> String {
    let line = |emoji: &emojis::Emoji| {
        let names: Vec<_> = emoji.shortcodes().collect();
        (!names.is_empty()).then(|| format!("{emoji} {}\n", names.join(" ")))
    };
    emojis::iter().filter_map(line).collect()
}
