//! How soon a page is there in a browser, as a program of `crates/lab/browser` measures it.

use std::{
    fs,
    path::Path,
    process::{Command, Stdio},
};

use anyhow::{Context, Result, ensure};
use serde::Deserialize;

use super::cores::Cores;

/// The program, as `cargo xtask bench` describes it in a file.
#[derive(Debug, Clone, Default, Deserialize)]
pub(super) struct Browser {
    /// Versions of what it is made of.
    #[serde(default)]
    pub(super) version: String,
    /// How to start it.
    #[serde(default)]
    command: Vec<String>,
    /// Why it is not there.
    #[serde(default)]
    pub(super) missing: Option<String>,
}

/// What it found in one load of a page on a slow processor, and in one run of Lighthouse.
#[derive(Debug, Clone, Copy, Deserialize)]
pub(super) struct Seen {
    pub(super) first_paint_bytes: f64,
    pub(super) alive_bytes: f64,
    pub(super) first_paint_ms: f64,
    pub(super) alive_ms: f64,
    pub(super) hydrate_ms: f64,
    pub(super) score: f64,
    pub(super) first_contentful_paint_ms: f64,
    pub(super) largest_contentful_paint_ms: f64,
    pub(super) speed_index_ms: f64,
    pub(super) total_blocking_ms: f64,
    pub(super) layout_shift: f64,
}

impl Browser {
    /// Reads the description.
    pub(super) fn read(file: &Path) -> Result<Self> {
        let text = fs::read_to_string(file).with_context(|| format!("{} cannot be read", file.display()))?;
        serde_json::from_str(&text).with_context(|| format!("{} describes no browser", file.display()))
    }

    /// One that is not there.
    pub(super) fn missing(reason: &str) -> Self {
        Self { missing: Some(reason.to_owned()), ..Self::default() }
    }

    /// Looks at a page as the owner of a session. A browser is many processes, so it gets all cores.
    pub(super) fn look_at(&self, cores: Cores, url: &str, token: &str) -> Result<Seen> {
        let (program, arguments) = self.command.split_first().context("an empty command")?;
        let mut look = Command::new(program);
        look.args(arguments).args(["--url", url, "--token", token]).stdin(Stdio::null());
        let output = cores.on_all(|| look.output())?.with_context(|| format!("{program} cannot be started"))?;
        let complaints = String::from_utf8_lossy(&output.stderr);
        ensure!(output.status.success(), "the browser's program ended with {}: {complaints}", output.status);
        let seen = serde_json::from_slice(&output.stdout);
        seen.with_context(|| format!("the browser's program found nothing: {complaints}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_is_read_from_what_the_runner_writes() {
        let there: Browser =
            serde_json::from_str(r#"{"version": "Lighthouse 12", "command": ["node", "measure.mjs"]}"#)
                .expect("it is read");
        assert_eq!((there.version.as_str(), there.missing), ("Lighthouse 12", None));
        let gone: Browser = serde_json::from_str(r#"{"missing": "npm failed"}"#).expect("it is read");
        assert_eq!(gone.missing.as_deref(), Some("npm failed"));
    }
}
