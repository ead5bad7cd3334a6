//! Which texts are an emoji.

use hubbub_protocol::limits;

/// The emoji in its fully qualified form, if this is exactly one emoji of Unicode.
///
/// The same picture in a form that leaves out the variation selector is the same emoji.
pub fn qualified(text: &str) -> Option<&'static str> {
    if text.len() > limits::EMOJI {
        return None;
    }
    emojis::get(text).map(emojis::Emoji::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_emoji_is_one_whatever_it_is_made_of() {
        for emoji in ["👍", "👍🏽", "👩‍🚀", "🏳️‍🌈", "🇩🇪", "#️⃣", "👨‍👩‍👧‍👦", "🏴󠁧󠁢󠁳󠁣󠁴󠁿", "❤️"]
        {
            assert_eq!(qualified(emoji), Some(emoji));
        }
    }

    #[test]
    fn a_form_without_selector_is_the_same_emoji() {
        assert_eq!(qualified("\u{2764}"), Some("\u{2764}\u{FE0F}"));
        assert_eq!(qualified("\u{1F3F3}\u{200D}\u{1F308}"), qualified("🏳️‍🌈"));
    }

    #[test]
    fn everything_else_is_none() {
        let long = "👍".repeat(100);
        for text in ["", "a", "1", ":)", "👍👍", "👍 ", "\u{FE0F}", "\u{200D}", "<b>", &long] {
            assert_eq!(qualified(text), None, "{text:?}");
        }
    }
}
