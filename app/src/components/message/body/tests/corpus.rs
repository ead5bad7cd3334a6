//! Messages of all kinds. The browser's tests send the same ones and compare what stands in the page.

use std::fmt::Write;

use super::{Everybody, allowed, html};

const CORPUS: &str = include_str!("../../../../../../crates/markup/corpus.md");

#[test]
fn every_kind_of_message_becomes_this() {
    let mut pages = String::new();
    for case in CORPUS.split("=== ").skip(1) {
        let (name, text) = case.split_once('\n').expect("a name and a text");
        let page = html(text.trim_end_matches('\n'), &Everybody::known());
        allowed::check(&page);
        // One element in each line is easier to compare.
        let page = page.replace("><", ">\n<");
        writeln!(pages, "=== {name}\n{page}").expect("a text takes everything");
    }
    insta::assert_snapshot!(pages);
}
