//! Everything that is to be read can be read: on every surface, in both themes, whatever hue an operator chooses.

mod color;

use std::collections::BTreeMap;

use super::{Complaint, Source};
use color::{Color, contrast};

const TOKENS: &str = "style/tokens/_color.scss";
/// What text and controls stand on.
const SURFACES: [&str; 7] = ["canvas", "sidebar", "raised", "sunken", "hover", "selected", "mention"];
/// What is read, and its least contrast with every surface (WCAG 2.2, 1.4.3).
const READ: [&str; 5] = ["ink", "ink-2", "accent", "danger", "warn"];
const READABLE: f64 = 4.5;
/// What is only seen, such as the border of a field (WCAG 2.2, 1.4.11).
const SEEN: [&str; 2] = ["edge", "ok"];
const VISIBLE: f64 = 3.0;

/// A token in the light theme and in the dark one.
type Tokens = BTreeMap<String, [Color; 2]>;

/// Names each pair of tokens that cannot be told apart well enough, with its worst hue.
pub(super) fn check(sources: &[Source]) -> Vec<Complaint> {
    let Some(source) = sources.iter().find(|source| source.path == TOKENS) else {
        return vec![Complaint::new(TOKENS, "is not there; the contrast of the colours cannot be checked")];
    };
    let tokens = read(&source.text);
    let mut complaints = Vec::new();
    for surface in SURFACES {
        let mut demand = |names: &[&str], least| {
            for name in names {
                complaints.extend(complaint(&tokens, name, surface, least));
            }
        };
        demand(&READ, READABLE);
        demand(&SEEN, VISIBLE);
    }
    complaints.extend(complaint(&tokens, "on-accent", "accent", READABLE));
    complaints
}

fn complaint(tokens: &Tokens, name: &str, surface: &str, least: f64) -> Option<Complaint> {
    let (Some(front), Some(back)) = (tokens.get(name), tokens.get(surface)) else {
        return Some(Complaint::new(
            TOKENS,
            format!("has no `--{name}` on `--{surface}` as `light-dark(oklch(…), …)`"),
        ));
    };
    let worst =
        (0..360).flat_map(|hue| [0, 1].map(|theme| (contrast(front[theme], back[theme], hue.into()), hue, theme)));
    let (ratio, hue, theme) = worst.min_by(|one, other| one.0.total_cmp(&other.0))?;
    let theme = ["light", "dark"][theme];
    let what = format!(
        "`--{name}` on `--{surface}` has a contrast of {ratio:.2} with hue {hue} in {theme}; {least} is needed"
    );
    (ratio < least).then(|| Complaint::new(TOKENS, what))
}

/// The tokens that are two colours, one for each theme.
fn read(text: &str) -> Tokens {
    text.lines().filter_map(token).collect()
}

fn token(line: &str) -> Option<(String, [Color; 2])> {
    let (name, value) = line.trim().strip_prefix("--")?.split_once(": light-dark(oklch(")?;
    let (light, dark) = value.split_once("), oklch(")?;
    let dark = dark.strip_suffix("));")?;
    Some((name.to_owned(), [Color::read(light)?, Color::read(dark)?]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn complaints(ink: &str) -> Vec<String> {
        let surfaces = SURFACES.map(|surface| format!("--{surface}: light-dark(oklch(1 0 0), oklch(0 0 0));"));
        let rest = ["ink-2", "danger", "warn", "edge", "ok", "accent"];
        let rest = rest.map(|name| format!("--{name}: light-dark(oklch(0 0 0), oklch(1 0 0));"));
        let on_accent = "--on-accent: light-dark(oklch(1 0 0), oklch(0 0 0));".to_owned();
        let lines: Vec<_> = surfaces.into_iter().chain(rest).chain([on_accent, ink.to_owned()]).collect();
        let source = Source { path: TOKENS.to_owned(), text: lines.join("\n") };
        check(&[source]).iter().map(Complaint::to_string).collect()
    }

    #[test]
    fn what_can_be_read_is_fine() {
        assert_eq!(complaints("    --ink: light-dark(oklch(0.2 0.02 var(--hue)), oklch(0.9 0 0));"), [""; 0]);
    }

    #[test]
    fn what_cannot_be_read_is_named_with_its_worst_hue() {
        let found = complaints("--ink: light-dark(oklch(0.7 0.1 var(--hue)), oklch(0.9 0 0));");
        assert_eq!(found.len(), SURFACES.len());
        assert!(found[0].contains("`--ink` on `--canvas`") && found[0].contains("in light; 4.5"), "{}", found[0]);
    }

    #[test]
    fn a_token_that_is_missing_or_written_otherwise_is_named() {
        assert!(complaints("--ink: black;")[0].contains("has no `--ink`"));
    }
}
