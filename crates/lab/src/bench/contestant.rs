//! Who takes part, as `cargo xtask bench` describes them in a file.

use std::{fs, path::Path};

use anyhow::{Context, Result};
use serde::Deserialize;

use super::dialect::Dialect;

/// A server of the bench.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Contestant {
    /// What tables call it.
    pub(super) name: String,
    /// Versions of what it is made of.
    #[serde(default)]
    pub(super) version: String,
    /// How to speak to it.
    #[serde(default = "plain")]
    pub(super) dialect: Dialect,
    /// How to start it; it listens on the port that `PORT` names.
    #[serde(default)]
    pub(super) command: Vec<String>,
    /// Why it does not take part.
    #[serde(default)]
    pub(super) missing: Option<String>,
    /// What it is a bound of, if it is no server anybody would use.
    #[serde(default)]
    pub(super) floor: Option<Floor>,
}

/// The two floors.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Floor {
    /// One write per client and message.
    Plain,
    /// One write per client and wake-up.
    Batched,
}

impl Contestant {
    /// Hubbub itself, from this binary.
    pub(super) fn hubbub(binary: &Path) -> Self {
        Self {
            name: "Hubbub".to_owned(),
            version: String::new(),
            dialect: Dialect::Hubbub,
            command: vec![binary.to_string_lossy().into_owned()],
            missing: None,
            floor: None,
        }
    }

    /// Whether it is ours.
    pub(super) fn is_hubbub(&self) -> bool {
        self.dialect == Dialect::Hubbub
    }
}

/// Reads the peers from a file.
pub(super) fn read(file: &Path) -> Result<Vec<Contestant>> {
    let text = fs::read_to_string(file).with_context(|| format!("{} cannot be read", file.display()))?;
    serde_json::from_str(&text).with_context(|| format!("{} is not a list of peers", file.display()))
}

const fn plain() -> Dialect {
    Dialect::Plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn peers_are_read_from_what_the_runner_writes() {
        let text = r#"[
            {"name": "NATS", "version": "2.9.10", "dialect": "nats", "command": ["nats-server"]},
            {"name": "batched floor", "floor": "batched", "command": ["peer-floor", "batched"]},
            {"name": "Campfire", "missing": "it is no crate"}
        ]"#;
        let peers: Vec<Contestant> = serde_json::from_str(text).expect("they are read");
        assert_eq!(peers[0].dialect, Dialect::Nats);
        assert_eq!((peers[1].floor, peers[1].dialect), (Some(Floor::Batched), Dialect::Plain));
        assert_eq!(peers[2].missing.as_deref(), Some("it is no crate"));
    }
}
