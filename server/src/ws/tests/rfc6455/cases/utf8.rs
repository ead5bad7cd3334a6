//! Groups 6.5 to 6.23: what is UTF-8 and what is not, each in one frame.

use bytes::Bytes;

use super::text::GREEK;
use crate::ws::tests::rfc6455::case::{Case, Frame, Heard, NOT_UTF8};

pub(crate) fn ordinary() -> Vec<Case> {
    pass(["hello$world", "hello\u{a2}world", "hello\u{20ac}world", "hello\u{24b62}world", GREEK])
}

pub(crate) fn prefixes() -> Vec<Case> {
    let prefix = |end| {
        let bytes = &GREEK.as_bytes()[..end];
        if GREEK.is_char_boundary(end) { passes(bytes) } else { is_refused(bytes) }
    };
    (1..=GREEK.len()).map(prefix).collect()
}

pub(crate) fn first_of_length() -> Vec<Case> {
    pass(["\0", "\u{80}", "\u{800}", "\u{10000}"])
}

pub(crate) fn first_of_impossible_length() -> Vec<Case> {
    refuse([b"\xf8\x88\x80\x80\x80", b"\xfc\x84\x80\x80\x80\x80"])
}

pub(crate) fn last_of_length() -> Vec<Case> {
    pass(["\u{7f}", "\u{7ff}", "\u{ffff}", "\u{10ffff}"])
}

pub(crate) fn beyond_the_last() -> Vec<Case> {
    refuse([b"\xf7\xbf\xbf\xbf", b"\xfb\xbf\xbf\xbf\xbf", b"\xfd\xbf\xbf\xbf\xbf\xbf"])
}

pub(crate) fn borders() -> Vec<Case> {
    let mut cases = pass(["\u{d7ff}", "\u{e000}", "\u{fffd}", "\u{10ffff}"]);
    cases.push(is_refused(b"\xf4\x90\x80\x80"));
    cases
}

pub(crate) fn continuations() -> Vec<Case> {
    let alternating = b"\x80\xbf\x80\xbf\x80\xbf";
    let mut cases = refuse([b"\x80", b"\xbf"]);
    cases.extend((2..=alternating.len()).map(|end| is_refused(&alternating[..end])));
    cases.push(is_refused(&(0x80..0xbf).collect::<Vec<u8>>()));
    cases
}

pub(crate) fn beginnings() -> Vec<Case> {
    let each_before_a_space = |range: std::ops::Range<u8>| range.flat_map(|byte| [byte, b' ']).collect::<Vec<u8>>();
    let ranges = [0xc0..0xdf, 0xe0..0xef, 0xf0..0xf7, 0xf8..0xfb, 0xfc..0xfd];
    ranges.into_iter().map(|range| is_refused(&each_before_a_space(range))).collect()
}

/// The smallest and the largest of each length, without their last byte.
const UNFINISHED: [&[u8]; 10] = [
    b"\xc0",
    b"\xe0\x80",
    b"\xf0\x80\x80",
    b"\xf8\x80\x80\x80",
    b"\xfc\x80\x80\x80\x80",
    b"\xdf",
    b"\xef\xbf",
    b"\xf7\xbf\xbf",
    b"\xfb\xbf\xbf\xbf",
    b"\xfd\xbf\xbf\xbf\xbf",
];

pub(crate) fn unfinished() -> Vec<Case> {
    refuse(UNFINISHED)
}

pub(crate) fn unfinished_in_a_row() -> Vec<Case> {
    vec![is_refused(&UNFINISHED.concat())]
}

pub(crate) fn impossible() -> Vec<Case> {
    refuse([b"\xfe", b"\xff", b"\xfe\xfe\xff\xff"])
}

pub(crate) fn long_slash() -> Vec<Case> {
    refuse([b"\xc0\xaf", b"\xe0\x80\xaf", b"\xf0\x80\x80\xaf", b"\xf8\x80\x80\x80\xaf", b"\xfc\x80\x80\x80\x80\xaf"])
}

pub(crate) fn longest_overlong() -> Vec<Case> {
    refuse([b"\xc1\xbf", b"\xe0\x9f\xbf", b"\xf0\x8f\xbf\xbf", b"\xf8\x87\xbf\xbf\xbf", b"\xfc\x83\xbf\xbf\xbf\xbf"])
}

pub(crate) fn long_nul() -> Vec<Case> {
    refuse([b"\xc0\x80", b"\xe0\x80\x80", b"\xf0\x80\x80\x80", b"\xf8\x80\x80\x80\x80", b"\xfc\x80\x80\x80\x80\x80"])
}

pub(crate) fn surrogates() -> Vec<Case> {
    [0xd800, 0xdb7f, 0xdb80, 0xdbff, 0xdc00, 0xdf80, 0xdfff].map(|unit| is_refused(&in_three_bytes(unit))).into()
}

pub(crate) fn surrogate_pairs() -> Vec<Case> {
    let pair = |high| [0xdc00, 0xdfff].map(|low| is_refused(&[in_three_bytes(high), in_three_bytes(low)].concat()));
    [0xd800, 0xdb7f, 0xdb80, 0xdbff].into_iter().flat_map(pair).collect()
}

/// The last two code points of every plane.
pub(crate) fn noncharacters() -> Vec<Case> {
    let of_plane = |plane: u32| [0xfffe, 0xffff].map(|point| plane << 16 | point);
    let character = |point| char::from_u32(point).expect("it is a code point").to_string();
    (0..=16).flat_map(of_plane).map(|point| passes(character(point).as_bytes())).collect()
}

pub(crate) fn specials() -> Vec<Case> {
    pass(["\u{fff9}", "\u{fffa}", "\u{fffb}", "\u{fffc}", "\u{fffd}", "\u{fffe}", "\u{ffff}"])
}

/// A unit of UTF-16 in the way of UTF-8, where it must not be.
fn in_three_bytes(unit: u16) -> Vec<u8> {
    let [high, low] = unit.to_be_bytes();
    vec![0xe0 | high >> 4, 0x80 | (high & 0x0f) << 2 | low >> 6, 0x80 | low & 0x3f]
}

fn pass<const N: usize>(texts: [&str; N]) -> Vec<Case> {
    texts.map(|text| passes(text.as_bytes())).into()
}

fn refuse<const N: usize>(texts: [&[u8]; N]) -> Vec<Case> {
    texts.map(is_refused).into()
}

fn passes(text: &[u8]) -> Case {
    let text = Bytes::copy_from_slice(text);
    Case::new(format!("{text:02x?} is text"), [Frame::text(text.clone())]).hears([Heard::Text(text)])
}

fn is_refused(bytes: &[u8]) -> Case {
    let bytes = Bytes::copy_from_slice(bytes);
    Case::new(format!("{bytes:02x?} is no text"), [Frame::text(bytes)]).closed_with([NOT_UTF8])
}
