//! The browser tests, counted.

use std::fs;
use std::process::Command;

use anyhow::{Context, Result};
use serde_json::Value;

use super::{Counts, forget};
use crate::process;
use crate::workspace::Workspace;

/// Runs Playwright with a list to read and a file to count from.
pub(super) fn run(workspace: &Workspace, mut playwright: Command) -> Result<Counts> {
    let results = workspace.root().join("target/built/playwright.json");
    forget(&results)?;
    playwright
        .args(["--forbid-only", "--retries=0", "--reporter=list,json"])
        .env("PLAYWRIGHT_JSON_OUTPUT_FILE", &results);
    let status = process::status(&mut playwright)?;
    let Ok(results) = fs::read_to_string(&results) else {
        return Ok(Counts::one(false));
    };
    Ok(read(&results)?.or_failed(status.success()))
}

/// A test that passed only at the second try has failed: nobody may rely on it.
fn read(results: &str) -> Result<Counts> {
    let results: Value = serde_json::from_str(results).context("Playwright's results are not JSON")?;
    let number = |name: &str| {
        let count = results["stats"][name].as_u64();
        count.with_context(|| format!("Playwright's results have no count of {name} tests"))
    };
    let failed = number("unexpected")? + number("flaky")?;
    Ok(Counts { passed: number("expected")?, failed })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_counts_are_read_and_flaky_tests_have_failed() {
        let results = r#"{"suites":[],"stats":{"expected":9,"skipped":4,"unexpected":1,"flaky":2}}"#;
        assert_eq!(read(results).expect("counts"), Counts { passed: 9, failed: 3 });
    }

    #[test]
    fn results_without_counts_are_an_error() {
        assert!(read("{}").is_err());
        assert!(read("not JSON").is_err());
    }
}
