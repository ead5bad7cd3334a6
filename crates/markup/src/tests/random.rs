//! Any text at all.

use proptest::{collection::vec, prelude::*, sample::select};

use crate::{
    bounds, parse,
    sketch::Everybody,
    tree::{Block, Inline, Tree},
};

/// What markup is made of, and what borders on it.
pub(crate) const PIECES: [&str; 76] = [
    "*",
    "**",
    "***",
    "_",
    "__",
    "~~",
    "||",
    "|",
    "`",
    "``",
    "```",
    "~~~",
    "[",
    "]",
    "](",
    "(",
    ")",
    "](https://a.example)",
    "<",
    ">",
    "> ",
    ">> ",
    "- ",
    "* ",
    "+ ",
    "1. ",
    "2) ",
    "- [ ] ",
    "- [x] ",
    "# ",
    "###### ",
    "|-|",
    "|:-:|-:|",
    "| a | b |",
    "\n",
    "\n\n",
    "\n  ",
    "\n    ",
    "\n\t",
    " ",
    "  ",
    "\t",
    "\\",
    "\\\\",
    "\\|",
    "https://",
    "https://a.example",
    "http://",
    "www.",
    "www.a.example",
    "mailto:",
    "mailto:ada@a.example",
    "ada@a.example",
    "@",
    "@Grace",
    "@Ada Lovelace",
    "@room",
    "#",
    "#general",
    "#rose-garden",
    ":",
    ":tada:",
    "🎉",
    "👩‍🚀",
    "\u{fe0f}",
    "\u{200d}",
    "\u{202e}",
    "é",
    "中文",
    "文字**",
    "\r\n",
    "\0",
    "javascript:alert(1)",
    "<script>",
    "&lt;",
    "\"",
];

/// Texts that look like markup more often than by chance.
pub(crate) fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![4 => select(PIECES.as_slice()).prop_map(str::to_owned), 1 => "[a-z]{1,3}", 1 => any::<char>().prop_map(String::from)];
    vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

/// The same with words that can be found again. A word is never the language of program text, which is no part of it.
fn text_with_words() -> impl Strategy<Value = (String, Vec<String>)> {
    let pieces: Vec<&str> =
        PIECES.into_iter().filter(|piece| !piece.starts_with("```") && !piece.starts_with("~~~")).collect();
    vec(select(pieces), 0..40).prop_map(|pieces| {
        let words: Vec<_> = (0..pieces.len()).map(|number| format!("word{number}x")).collect();
        let text = pieces.iter().zip(&words).flat_map(|(piece, word)| [piece, word.as_str()]).collect();
        (text, words)
    })
}

/// Everything that a text is shown as.
fn each(tree: &Tree, see: &mut impl FnMut(&[Inline], usize)) {
    fn blocks(all: &[Block], see: &mut impl FnMut(&[Inline], usize), depth: usize) {
        assert!(depth <= 8, "blocks lie too deep in each other");
        for block in all {
            match block {
                Block::Paragraph(words) | Block::Heading(words) => inlines(words, see, 0),
                Block::Quote(inner) => blocks(inner, see, depth + 1),
                Block::List(list) => list.items.iter().for_each(|item| blocks(&item.blocks, see, depth + 1)),
                Block::Code(code) => assert!(!code.text.trim().is_empty(), "there is no code without text"),
                Block::Table(table) => {
                    let heads = table.columns.iter().map(|column| &column.head);
                    heads.chain(table.rows.iter().flatten()).for_each(|words| inlines(words, see, 0));
                    let is_wider = |row: &Vec<Vec<Inline>>| row.len() > table.columns.len();
                    assert!(!table.rows.iter().any(is_wider), "a row has more cells than the head");
                }
            }
        }
    }
    fn inlines(words: &[Inline], see: &mut impl FnMut(&[Inline], usize), depth: usize) {
        assert!(depth <= 8, "marks lie too deep in each other");
        see(words, depth);
        for inline in words {
            if let Inline::Styled(_, inner) | Inline::Link { label: inner, .. } = inline {
                assert!(!inner.is_empty(), "marks stand around something");
                inlines(inner, see, depth + 1);
            }
        }
    }
    blocks(&tree.blocks, see, 0);
}

/// Whether this must not be inside of a link.
fn is_active(inline: &Inline) -> bool {
    match inline {
        Inline::Link { .. } | Inline::Mention(_) | Inline::Room { .. } | Inline::Styled(crate::Style::Spoiler, _) => {
            true
        }
        Inline::Styled(_, words) => words.iter().any(is_active),
        Inline::Text(_) | Inline::Code(_) => false,
    }
}

/// What a text says: its letters. Signs may be marks, numbers may be counted anew, and the language of program text is
/// no part of it.
fn letters(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(|c| c.is_alphabetic()).map(|c| c.to_ascii_lowercase())
}

/// A text that means nothing but itself.
fn escaped(text: &str) -> String {
    let escape = |c: char| if c.is_ascii_punctuation() { vec!['\\', c] } else { vec![c] };
    text.chars().flat_map(escape).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn a_tree_is_well_formed(text in text()) {
        each(&parse(&text, &Everybody::known()), &mut |words, _| {
            let mut after_text = false;
            for inline in words {
                let is_text = matches!(inline, Inline::Text(_));
                assert!(!(is_text && after_text), "words stand beside words");
                after_text = is_text;
                match inline {
                    Inline::Text(text) | Inline::Code(text) => {
                        assert!(!text.is_empty(), "there are no words without letters");
                        assert!(!text.contains(['\0', '\r']), "a document would change this");
                    }
                    Inline::Link { address, label } => {
                        let scheme = address.split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase());
                        assert!(matches!(scheme.as_deref(), Some("http" | "https" | "mailto")), "{address}");
                        assert!(!address.contains(|c: char| c.is_whitespace() || c.is_control() || "<>\"".contains(c)), "{address}");
                        assert!(!label.iter().any(is_active), "something in a link can be pressed");
                    }
                    _ => {}
                }
            }
        });
    }

    #[test]
    fn no_word_is_lost((text, words) in text_with_words()) {
        let tree = parse(&text, &Everybody::known());
        let (plain, search) = (tree.plain_text(), tree.search_text());
        for word in words {
            prop_assert!(plain.contains(&word), "{word} is not in {plain:?}");
            prop_assert!(search.contains(&word), "{word} is not in {search:?}");
        }
    }

    #[test]
    fn no_letter_is_lost_and_all_stay_in_order(text in text()) {
        let text = text.replace("```", "").replace("~~~", "");
        let plain = parse(&text, &Everybody::known()).plain_text();
        let mut read = letters(&plain);
        for letter in letters(&text) {
            prop_assert!(read.any(|it| it == letter), "{letter:?} of {text:?} is not in {plain:?}");
        }
    }

    #[test]
    fn a_long_text_has_no_more_parts_than_allowed(text in text()) {
        let mut parts = 0;
        each(&parse(&text.repeat(400), &Everybody::known()), &mut |words, _| parts += words.len());
        // Each may have words of its own, and others behind it.
        prop_assert!(parts <= 3 * bounds::PARTS + 1, "{parts} parts");
    }

    #[test]
    fn what_is_hidden_stays_hidden_in_a_few_words(text in text()) {
        let hidden = format!("||{}||", "HUSH ".repeat(3).trim());
        let tree = parse(&[&hidden, " ", &text].concat(), &Everybody::known());
        prop_assert!(!tree.brief(usize::MAX, "…").contains("HUSH"));
        prop_assert!(tree.brief(20, "…").chars().count() <= 21);
    }

    #[test]
    fn everything_can_be_written_as_it_is(text in "[ -\\[\\]-~äß中🎉]{1,40}") {
        let text = text.trim();
        prop_assume!(!text.is_empty());
        let tree = parse(&escaped(text), &Everybody::known());
        prop_assert_eq!(tree.blocks, [Block::Paragraph(vec![Inline::Text(text.to_owned())])]);
    }

    #[test]
    fn a_text_of_letters_is_itself(text in "[\\p{L}\\p{N} ]{1,60}") {
        prop_assume!(!text.trim().is_empty());
        let expected = [Block::Paragraph(vec![Inline::Text(text.trim_end().to_owned())])];
        prop_assert_eq!(parse(&text, &()).blocks, expected);
    }
}
