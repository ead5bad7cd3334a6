//! `hubbub config check` and `hubbub config print`.

use std::fmt::Write;

use super::{Failure, say};
use crate::config::{Config, Resolved};

/// Says that the settings are right; wrong ones do not come this far.
pub(super) fn check(_right: &Config) -> Result<(), Failure> {
    say("The settings are OK.")
}

/// Shows the settings in force in the form of `hubbub.toml`, and where each came from.
pub(super) fn print(settings: &[Resolved]) -> Result<(), Failure> {
    say(rendered(settings).trim_end())
}

fn rendered(settings: &[Resolved]) -> String {
    let mut text = String::new();
    let mut section = "";
    for Resolved { key, text: value, source } in settings {
        if section != key.section {
            let gap = if section.is_empty() { "" } else { "\n" };
            section = key.section;
            writeln!(text, "{gap}[{section}]").expect("writing to a string cannot fail");
        }
        let line = match value {
            Some(value) => format!("{} = {}", key.name, toml::Value::from(value.as_str())),
            None => format!("# {} is not set: {}", key.name, key.otherwise),
        };
        let comment = value.as_ref().map(|_| format!("  # {source}")).unwrap_or_default();
        writeln!(text, "{line}{comment}").expect("writing to a string cannot fail");
    }
    text
}
