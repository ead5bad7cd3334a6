//! Unit, contract and integration tests.

use std::fs;

use anyhow::{Context, Result};

use super::{Counts, forget};
use crate::process;
use crate::workspace::Workspace;

/// Runs them all; `.config/nextest.toml` makes nextest write the counts down.
pub(super) fn run(workspace: &Workspace) -> Result<Counts> {
    let results = workspace.root().join("target/nextest/default/junit.xml");
    forget(&results)?;
    let mut cargo = workspace.cargo(["nextest", "run", "--profile", "default", "--locked"]);
    cargo.args(["--workspace", "--exclude", "hubbub-frontend", "--no-fail-fast"]);
    let status = process::status(&mut cargo)?;
    let Ok(results) = fs::read_to_string(&results) else {
        // It did not come as far as running a test.
        return Ok(Counts::one(false));
    };
    Ok(read(&results)?.or_failed(status.success()))
}

/// Reads the counts in the first element of a `JUnit` file.
fn read(junit: &str) -> Result<Counts> {
    let (_, after) = junit.split_once("<testsuites").context("the JUnit file has no <testsuites>")?;
    let (head, _) = after.split_once('>').context("the JUnit file ends early")?;
    let number = |name: &str| -> Result<u64> {
        let text = head.split_once(&format!(" {name}=\"")).and_then(|(_, rest)| rest.split_once('"'));
        let (text, _) = text.with_context(|| format!("the JUnit file has no count of {name}"))?;
        text.parse().with_context(|| format!("the JUnit count of {name} is `{text}`"))
    };
    let failed = number("failures")? + number("errors")?;
    // Older versions of nextest do not mention skipped tests.
    let skipped = number("skipped").unwrap_or_default();
    Ok(Counts { passed: number("tests")?.saturating_sub(failed + skipped), failed })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_counts_are_read_from_the_file() {
        let junit = r#"<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="nextest-run" tests="12" skipped="1" failures="2" errors="1" uuid="5" timestamp="t" time="0.5">
    <testsuite name="hubbub-chat" tests="12" disabled="0" errors="9" failures="9">"#;
        assert_eq!(read(junit).expect("counts"), Counts { passed: 8, failed: 3 });
    }

    #[test]
    fn a_file_without_counts_is_an_error() {
        assert!(read("").is_err());
        assert!(read("<testsuites name=\"nextest-run\">").is_err());
        assert!(read("<testsuites tests=\"x\" failures=\"0\" errors=\"0\">").is_err());
    }
}
