//! The browser of the bench, and the program that looks at pages with it.

use anyhow::{Context, Result};
use serde_json::{Value, json};

use super::peers::packages;
use crate::setup::chromium;
use crate::workspace::Workspace;
use crate::{process, say};

/// Prepares it, in a line; if it cannot be had, that line gives the reason.
pub(super) fn prepare(workspace: &Workspace) -> Value {
    describe(ready(workspace))
}

fn describe(ready: Result<(String, Vec<String>)>) -> Value {
    match ready {
        Ok((version, command)) => {
            say::line(format!("browser: {version}"));
            json!({"version": version, "command": command})
        }
        Err(error) => {
            say::problem(format!("browser: not available: {error:#}"));
            json!({"version": "Lighthouse in Chromium", "missing": format!("{error:#}")})
        }
    }
}

fn ready(workspace: &Workspace) -> Result<(String, Vec<String>)> {
    let folder = workspace.root().join("crates/lab/browser");
    let lighthouse = packages::npm(workspace, &folder, "lighthouse")?;
    if chromium::find(workspace).is_none() {
        packages::debian(workspace, &["chromium"])?;
    }
    let chromium = chromium::find(workspace).context("no Chromium was found")?.to_string_lossy().into_owned();
    let version = process::output(workspace.command(&chromium).arg("--version"))?;
    let version = format!("Lighthouse {lighthouse}, {}", version_of(&version));
    let program = folder.join("measure.mjs").to_string_lossy().into_owned();
    Ok((version, vec!["node".to_owned(), program, "--chromium".to_owned(), chromium]))
}

/// Reads `Chromium 156.0.8078.79 built on Debian GNU/Linux 12 (bookworm)`.
fn version_of(answer: &str) -> String {
    answer.split_whitespace().take_while(|word| *word != "built").collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_that_cannot_be_had_is_named_with_the_reason() {
        let described = describe(Err(anyhow::anyhow!("no network").context("npm failed")));
        assert_eq!(described["missing"], "npm failed: no network");
    }

    #[test]
    fn the_version_is_what_comes_before_the_build() {
        assert_eq!(version_of("Chromium 156.0.8078.79 built on Debian GNU/Linux 12\n"), "Chromium 156.0.8078.79");
        assert_eq!(version_of("Google Chrome 156.0.8078.79 \n"), "Google Chrome 156.0.8078.79");
    }
}
