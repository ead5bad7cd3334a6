//! Counting emoji, without tables of all scripts: what is asked for is only whether a text is nothing but emoji.

/// Joins the pictures on both sides to one.
const JOINER: char = '\u{200d}';
/// Asks for a picture where there is also a letter or a sign.
const AS_PICTURE: char = '\u{fe0f}';
const KEYCAP: char = '\u{20e3}';

/// How many emoji a text is made of (Unicode Technical Standard 51, 1.4.9); nothing if it holds anything else but
/// spaces, or no emoji.
pub(crate) fn count(text: &str) -> Option<usize> {
    let mut count = 0;
    let (mut is_joined, mut is_half_a_flag) = (false, false);
    let mut letters = text.chars();
    while let Some(c) = letters.next() {
        match c {
            JOINER if count > 0 => is_joined = true,
            // Presentation, skin tones and the tags of a flag belong to the picture before.
            AS_PICTURE | '\u{1f3fb}'..='\u{1f3ff}' | '\u{e0020}'..='\u{e007f}' if count > 0 => {}
            '\u{1f1e6}'..='\u{1f1ff}' => {
                is_half_a_flag = !is_half_a_flag;
                count += usize::from(is_half_a_flag);
            }
            _ if c.is_whitespace() => {}
            _ => {
                let is_key = c.is_ascii_digit() || matches!(c, '#' | '*');
                // A few letters in circles and squares are signs too.
                let is_sign = c >= '©' && (!c.is_alphabetic() || matches!(c, 'ℹ' | 'Ⓜ' | '🅰'..='🅿'));
                let is_picture = is_picture(c)
                    || (is_key || is_sign)
                        && letters.next() == Some(AS_PICTURE)
                        && (is_sign || letters.next() == Some(KEYCAP));
                if !is_picture {
                    return None;
                }
                count += usize::from(!is_joined);
                is_joined = false;
            }
        }
    }
    (count > 0).then_some(count)
}

/// Whether a character is a picture unless something else is asked for. Blocks of pictures count whole, with a few signs
/// that are no emoji, and with what the years to come will add.
fn is_picture(c: char) -> bool {
    matches!(c,
        '⌚' | '⌛' | '\u{23e9}'..='\u{23fa}' | '◽' | '◾' | '\u{2600}'..='\u{2775}' | '\u{2794}'..='\u{27bf}'
        | '⬛' | '⬜' | '⭐' | '⭕' | '\u{1f000}'..='\u{1f0ff}' | '\u{1f18a}'..='\u{1faff}')
}

#[cfg(test)]
mod tests;
