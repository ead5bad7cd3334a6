//! The 301 cases of the Autobahn test suite that concern a server without compression, by its numbers and in our
//! words, played against the sockets of Hubbub by a client made of bare bytes.
//!
//! The verdicts have to be those that tungstenite itself has there: 296 exact, 2 that are right but late (text that is
//! not UTF-8 is noticed at the end of its frame), 3 that the standard leaves open. What needs compression, groups 12 and
//! 13, cannot be played; that it is never negotiated is tested beside them.

mod case;
mod cases;
mod compression;
mod echo;
mod play;

use case::Case;
use echo::Echo;
use play::{Verdict, play};

/// Lists the groups once: a test for each, and how many cases it has.
macro_rules! groups {
    ($($name:ident: $group:literal of $count:literal = $cases:path,)*) => {
        $(#[tokio::test]
        async fn $name() {
            check($group, $cases()).await;
        })*

        /// Every group with its number, how many cases it should have, and those it has.
        fn all() -> Vec<(&'static str, usize, Vec<Case>)> {
            vec![$(($group, $count, $cases())),*]
        }
    };
}

groups! {
    text_of_any_length_is_echoed: "1.1" of 8 = cases::lengths::text,
    bytes_of_any_length_are_echoed: "1.2" of 8 = cases::lengths::binary,
    pings_are_answered_and_pongs_are_not: "2" of 11 = cases::pings::all,
    reserved_bits_are_refused: "3" of 7 = cases::reserved::bits,
    reserved_opcodes_for_data_are_refused: "4.1" of 5 = cases::reserved::data_opcodes,
    reserved_opcodes_for_control_are_refused: "4.2" of 5 = cases::reserved::control_opcodes,
    fragments_become_one_message_in_order: "5" of 20 = cases::fragments::all,
    empty_fragments_are_fragments: "6.1" of 3 = cases::text::empty,
    characters_may_be_cut_by_fragments: "6.2" of 4 = cases::text::valid,
    text_with_a_surrogate_is_refused: "6.3" of 2 = cases::text::invalid,
    text_is_refused_as_soon_as_it_is_known_to_be_wrong: "6.4" of 4 = cases::text::invalid_early,
    ordinary_characters_pass: "6.5" of 5 = cases::utf8::ordinary,
    a_word_cut_anywhere_passes_only_between_characters: "6.6" of 11 = cases::utf8::prefixes,
    the_first_character_of_each_length_passes: "6.7" of 4 = cases::utf8::first_of_length,
    five_and_six_bytes_begin_nothing: "6.8" of 2 = cases::utf8::first_of_impossible_length,
    the_last_character_of_each_length_passes: "6.9" of 4 = cases::utf8::last_of_length,
    nothing_lies_beyond_the_last_character: "6.10" of 3 = cases::utf8::beyond_the_last,
    the_borders_of_what_exists_are_kept: "6.11" of 5 = cases::utf8::borders,
    continuations_of_nothing_are_refused: "6.12" of 8 = cases::utf8::continuations,
    beginnings_without_an_end_are_refused: "6.13" of 5 = cases::utf8::beginnings,
    characters_without_their_last_byte_are_refused: "6.14" of 10 = cases::utf8::unfinished,
    many_unfinished_characters_are_refused: "6.15" of 1 = cases::utf8::unfinished_in_a_row,
    bytes_that_are_in_no_character_are_refused: "6.16" of 3 = cases::utf8::impossible,
    a_slash_in_too_many_bytes_is_refused: "6.17" of 5 = cases::utf8::long_slash,
    the_longest_of_too_long_characters_are_refused: "6.18" of 5 = cases::utf8::longest_overlong,
    nul_in_too_many_bytes_is_refused: "6.19" of 5 = cases::utf8::long_nul,
    single_surrogates_are_refused: "6.20" of 7 = cases::utf8::surrogates,
    pairs_of_surrogates_are_refused: "6.21" of 8 = cases::utf8::surrogate_pairs,
    code_points_that_are_no_characters_pass: "6.22" of 34 = cases::utf8::noncharacters,
    special_characters_pass: "6.23" of 7 = cases::utf8::specials,
    nothing_counts_after_a_close: "7.1" of 6 = cases::closes::and_more,
    a_close_is_answered_whatever_its_length: "7.3" of 6 = cases::closes::lengths,
    a_reason_that_is_no_text_is_refused: "7.5" of 1 = cases::closes::reason,
    codes_that_may_be_sent_are_answered: "7.7" of 13 = cases::closes::permitted_codes,
    codes_that_nobody_may_send_are_refused: "7.9" of 9 = cases::closes::forbidden_codes,
    codes_beyond_the_last_end_it_too: "7.13" of 2 = cases::closes::codes_beyond,
    large_text_is_echoed: "9.1" of 6 = cases::large::text,
    large_bytes_are_echoed: "9.2" of 6 = cases::large::binary,
    large_text_in_fragments_is_echoed: "9.3" of 9 = cases::large::text_in_fragments,
    large_bytes_in_fragments_are_echoed: "9.4" of 9 = cases::large::binary_in_fragments,
    large_text_in_small_writes_is_echoed: "9.5" of 6 = cases::large::text_in_writes,
    large_bytes_in_small_writes_are_echoed: "9.6" of 6 = cases::large::binary_in_writes,
    a_thousand_texts_are_echoed_one_after_the_other: "9.7" of 6 = cases::large::many_texts,
    a_thousand_times_bytes_are_echoed_one_after_the_other: "9.8" of 6 = cases::large::many_binaries,
    text_in_uneven_fragments_is_echoed: "10.1" of 1 = cases::large::uneven,
}

/// Plays a group and holds every verdict against the expected one; what is wrong is told for all of them.
async fn check(group: &str, cases: Vec<Case>) {
    let echo = Echo::start().await;
    let mut wrong = Vec::new();
    for (index, case) in cases.iter().enumerate() {
        let number = number(group, index);
        let expected = expected(&number);
        match play(&echo.server, case).await {
            Ok(verdict) if verdict == expected => {}
            Ok(verdict) => wrong.push(format!("{number} ({}): {verdict:?} and not {expected:?}", case.what)),
            Err(fault) => wrong.push(format!("{number} ({}): {fault}", case.what)),
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

fn number(group: &str, index: usize) -> String {
    format!("{group}.{}", index + 1)
}

fn expected(number: &str) -> Verdict {
    match number {
        "6.4.3" | "6.4.4" => Verdict::NonStrict,
        "7.1.6" | "7.13.1" | "7.13.2" => Verdict::Informational,
        _ => Verdict::Ok,
    }
}

#[test]
fn all_301_cases_are_there() {
    let mut verdicts = Vec::new();
    for (group, count, cases) in all() {
        assert_eq!(cases.len(), count, "group {group}");
        verdicts.extend((0..count).map(|index| expected(&number(group, index))));
    }
    let count = |wanted| verdicts.iter().filter(|verdict| **verdict == wanted).count();
    let counts = [count(Verdict::Ok), count(Verdict::NonStrict), count(Verdict::Informational)];
    assert_eq!((verdicts.len(), counts), (301, [296, 2, 3]));
}
