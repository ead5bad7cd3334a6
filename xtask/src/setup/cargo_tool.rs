//! Tools that Cargo compiles.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};

use super::{State, Tool};
use crate::process;
use crate::workspace::Workspace;

/// A program from crates.io.
pub(super) struct CargoTool<'a> {
    workspace: &'a Workspace,
    package: &'static str,
    version: String,
    /// Whether an older or newer version on the machine will not do.
    exact: bool,
    /// What prints the version.
    asks: &'static [&'static str],
    /// Arguments of `cargo install` besides package and version.
    extra: &'static [&'static str],
    takes: &'static str,
}

impl<'a> CargoTool<'a> {
    /// Page, styles, assets and server in one build. Its own lock file is needed, because its
    /// dependencies break it now and then; without `no_downloads` it fetches tools in silence.
    pub(super) fn leptos(workspace: &'a Workspace) -> Self {
        Self {
            workspace,
            package: "cargo-leptos",
            version: "0.3.10".to_owned(),
            exact: true,
            asks: &["cargo", "leptos", "--version"],
            extra: &["--locked", "--features", "no_downloads"],
            takes: "about 5 to 9 min on 2 cores",
        }
    }

    /// The glue between wasm and JavaScript must equal the crate to the last digit.
    /// Its lock file is left aside: it can name versions that a registry does not have.
    pub(super) fn wasm_bindgen(workspace: &'a Workspace) -> Result<Self> {
        let lock = workspace.toml("Cargo.lock")?;
        let version = locked_version(&lock, "wasm-bindgen").context("Cargo.lock does not name wasm-bindgen")?;
        Ok(Self {
            workspace,
            package: "wasm-bindgen-cli",
            version,
            exact: true,
            asks: &["wasm-bindgen", "--version"],
            extra: &[],
            takes: "about 1 to 2 min on 2 cores",
        })
    }

    /// The test runner.
    pub(super) fn nextest(workspace: &'a Workspace) -> Self {
        Self {
            workspace,
            package: "cargo-nextest",
            version: "0.9.143".to_owned(),
            exact: false,
            asks: &["cargo", "nextest", "--version"],
            extra: &["--locked"],
            takes: "about 2 to 4 min on 2 cores",
        }
    }

    /// Licences, bans and sources.
    pub(super) fn deny(workspace: &'a Workspace) -> Self {
        Self {
            workspace,
            package: "cargo-deny",
            version: "0.20.2".to_owned(),
            exact: false,
            asks: &["cargo", "deny", "--version"],
            extra: &["--locked"],
            takes: "about 1 to 2 min on 2 cores",
        }
    }

    fn install_words(&self) -> Vec<String> {
        let words = ["install", self.package, "--version", &self.version, "--debug", "--force"];
        words.iter().chain(self.extra).map(|word| (*word).to_owned()).collect()
    }
}

impl Tool for CargoTool<'_> {
    fn name(&self) -> String {
        format!("{} {}", self.package, self.version)
    }

    fn takes(&self) -> &'static str {
        self.takes
    }

    fn state(&self) -> State {
        let mut ask = self.workspace.command(self.asks[0]);
        let Ok(answer) = process::output(ask.args(&self.asks[1..])) else {
            return State::Missing;
        };
        judge(&answer, &self.version, self.exact)
    }

    // Unoptimised and without debug information: the tools are quick enough, and it halves the wait.
    fn install(&self) -> Result<()> {
        let mut cargo = self.workspace.command("cargo");
        cargo
            .args(self.install_words())
            .arg("--quiet")
            .env("CARGO_PROFILE_DEV_DEBUG", "0")
            .env("CARGO_TARGET_DIR", folder(self.workspace));
        process::run(&mut cargo)
    }

    fn by_hand(&self) -> String {
        format!("cargo {}", self.install_words().join(" "))
    }
}

/// Removes what compiling the tools has left; the tools share it, so this comes last.
pub(super) fn clean_up(workspace: &Workspace) -> Result<()> {
    let folder = folder(workspace);
    if folder.exists() {
        fs::remove_dir_all(&folder).with_context(|| format!("{} cannot be removed", folder.display()))?;
    }
    Ok(())
}

fn folder(workspace: &Workspace) -> PathBuf {
    workspace.target().join("tools")
}

/// Reads `cargo-leptos 0.3.10` or `cargo-nextest 0.9.143 (60fa45f63 2026-08-04)`.
fn judge(answer: &str, wanted: &str, exact: bool) -> State {
    let first_line = answer.lines().next().unwrap_or_default();
    let Some(found) = first_line.split_whitespace().nth(1) else {
        return State::Missing;
    };
    let enough = match (numbers(found), numbers(wanted)) {
        (Some(found), Some(wanted)) => found == wanted || (!exact && found > wanted),
        _ => false,
    };
    if enough { State::Found } else { State::Other(found.to_owned()) }
}

fn numbers(version: &str) -> Option<Vec<u64>> {
    version.split('.').map(|part| part.parse().ok()).collect()
}

/// The version of a package in a lock file.
pub(crate) fn locked_version(lock: &toml::Table, name: &str) -> Option<String> {
    let packages = lock.get("package")?.as_array()?;
    let package = packages.iter().find(|package| package.get("name").and_then(toml::Value::as_str) == Some(name))?;
    Some(package.get("version")?.as_str()?.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(answer: &str, wanted: &str, exact: bool, state: &State) {
        assert_eq!(&judge(answer, wanted, exact), state, "{answer}");
    }

    #[test]
    fn the_exact_version_is_found_with_and_without_a_build_date() {
        check("cargo-leptos 0.3.10\n", "0.3.10", true, &State::Found);
        let nextest = "cargo-nextest 0.9.143 (60fa45f63 2026-08-04)\nrelease: 0.9.143\n";
        check(nextest, "0.9.143", false, &State::Found);
    }

    #[test]
    fn a_wrong_version_is_not_tolerated_where_it_must_be_exact() {
        check("wasm-bindgen 0.2.131", "0.2.130", true, &State::Other("0.2.131".into()));
        check("wasm-bindgen 0.2.99", "0.2.130", true, &State::Other("0.2.99".into()));
    }

    #[test]
    fn a_newer_version_will_do_where_it_may() {
        check("cargo-deny 0.21.0", "0.20.2", false, &State::Found);
        check("cargo-deny 0.9.9", "0.20.2", false, &State::Other("0.9.9".into()));
    }

    #[test]
    fn an_answer_without_a_version_counts_as_missing() {
        check("", "0.3.10", true, &State::Missing);
        check("what?", "0.3.10", true, &State::Missing);
    }

    #[test]
    fn the_lock_file_says_which_version_is_linked() {
        let lock = "[[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\n";
        let lock = lock.parse().expect("the lock file is TOML");
        assert_eq!(locked_version(&lock, "wasm-bindgen").as_deref(), Some("0.2.130"));
        assert_eq!(locked_version(&lock, "leptos"), None);
    }
}
