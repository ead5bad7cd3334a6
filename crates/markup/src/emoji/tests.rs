//! Emoji are counted as people see them.

use unicode_properties::UnicodeEmoji;

use super::*;

#[track_caller]
fn check(text: &str, expected: Option<usize>) {
    assert_eq!(count(text), expected, "{text}");
}

#[test]
fn pictures_are_counted_as_people_see_them() {
    check("🎉", Some(1));
    check("🎉🎉 🎉\n🎉", Some(4));
    check("👍🏽👍🏿", Some(2));
    check("👩‍🚀👨‍👩‍👧‍👦🏳️‍🌈", Some(3));
    check("🇩🇪🇸🇦🇨🇳", Some(3));
    check("🏴󠁧󠁢󠁳󠁣󠁴󠁿", Some(1));
    check("1️⃣#️⃣*️⃣", Some(3));
    check("❤️☺️©️", Some(3));
    check("🧔‍♂️🤷🏻‍♀️", Some(2));
}

#[test]
fn anything_else_is_no_emoji() {
    for text in [
        "", " ", "a", "🎉a", "a🎉", "1", "1️", "12", "#", "©", "™", "é", "中", "\u{200d}", "\u{fe0f}", "!", "🎉!",
        "1🎉",
    ] {
        check(text, None);
    }
}

#[test]
fn every_emoji_of_the_library_is_one() {
    for emoji in emojis::iter() {
        check(emoji.as_str(), Some(1));
    }
}

#[test]
fn every_picture_of_unicode_is_one_and_no_letter_is() {
    for c in (0..=0x0010_ffff).filter_map(char::from_u32) {
        let text = c.to_string();
        if c.is_emoji_char() && unicode_properties::emoji::EmojiStatus::EmojiPresentation == c.emoji_status() {
            check(&text, Some(1));
        }
        if c.is_alphanumeric() || c.is_ascii() {
            check(&text, None);
        }
    }
}
