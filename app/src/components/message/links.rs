//! Finds web addresses in a text.

/// A part of a text.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    /// Words.
    Text(&'a str),
    /// A complete web address.
    Link(&'a str),
}

const SCHEMES: [&str; 2] = ["https://", "http://"];

/// The text in pieces; together they are the text again.
pub(super) fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some((before, link, after)) = next_link(rest) {
        if !before.is_empty() {
            pieces.push(Piece::Text(before));
        }
        pieces.push(Piece::Link(link));
        rest = after;
    }
    if !rest.is_empty() {
        pieces.push(Piece::Text(rest));
    }
    pieces
}

fn next_link(text: &str) -> Option<(&str, &str, &str)> {
    let mut from = 0;
    loop {
        let start = from + text.get(from..)?.find("http")?;
        let (before, tail) = text.split_at(start);
        let inside_word = before.chars().next_back().is_some_and(char::is_alphanumeric);
        let length = if inside_word { 0 } else { link_length(tail) };
        if length > 0 {
            return Some((before, &tail[..length], &tail[length..]));
        }
        from = start + "http".len();
    }
}

/// How many bytes of `text` are an address; zero when it does not begin with one.
fn link_length(text: &str) -> usize {
    let Some(scheme) = SCHEMES.iter().find(|scheme| text.starts_with(*scheme)) else { return 0 };
    let stop = |c: char| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | '"' | '`');
    let end = text.find(stop).unwrap_or(text.len());
    let address = without_trailing_marks(&text[..end]);
    let host_starts =
        address.as_bytes().get(scheme.len()).is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte >= 128);
    if host_starts || address[scheme.len().min(address.len())..].starts_with('[') { address.len() } else { 0 }
}

/// A full stop or a closing bracket after an address belongs to the sentence, unless the bracket was opened inside.
fn without_trailing_marks(mut address: &str) -> &str {
    // How many brackets of each kind are closed without having been opened; one pass, whatever the text holds.
    let surplus =
        |open: char, close: char| address.matches(close).count().saturating_sub(address.matches(open).count());
    let mut surplus = [(')', surplus('(', ')')), (']', surplus('[', ']')), ('}', surplus('{', '}'))];
    while let Some(last) = address.chars().next_back() {
        let mark = matches!(
            last,
            '.' | ',' | ';' | ':' | '!' | '?' | '\'' | '*' | '_' | '~' | '…' | '。' | '，' | '！' | '？'
        );
        let unopened = surplus.iter_mut().find(|(close, count)| *close == last && *count > 0);
        let closes_outside = unopened.map(|(_, count)| *count -= 1).is_some();
        if !mark && !closes_outside {
            break;
        }
        address = &address[..address.len() - last.len_utf8()];
    }
    address
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, links: &[&str]) {
        let pieces = pieces(text);
        let found: Vec<_> =
            pieces.iter().filter_map(|piece| if let Piece::Link(link) = piece { Some(*link) } else { None }).collect();
        assert_eq!(found, links, "{text}");
        let whole: String = pieces.iter().map(|(Piece::Text(part) | Piece::Link(part))| *part).collect();
        assert_eq!(whole, text, "nothing may be lost");
    }

    #[test]
    fn addresses_are_found_in_sentences() {
        check("see https://example.org/a?b=1&c=2#d.", &["https://example.org/a?b=1&c=2#d"]);
        check("http://a.example and https://b.example!", &["http://a.example", "https://b.example"]);
        check("(https://example.org/a_(b))", &["https://example.org/a_(b)"]);
        check("https://例え.jp。", &["https://例え.jp"]);
        check("https://[::1]:3000/", &["https://[::1]:3000/"]);
    }

    #[test]
    fn other_schemes_and_halves_are_text() {
        for text in
            ["javascript:alert(1)", "data:text/html,x", "https://", "http", "xhttps://example.org", "ftp://a.example"]
        {
            check(text, &[]);
        }
    }

    #[test]
    fn markup_ends_an_address() {
        check("https://example.org/<script>", &["https://example.org/"]);
        check("<a href=\"https://example.org/\">", &["https://example.org/"]);
    }

    #[test]
    fn a_long_row_of_brackets_is_all_text() {
        check(&format!("https://example.org/{}", ")".repeat(16_000)), &["https://example.org/"]);
    }
}
