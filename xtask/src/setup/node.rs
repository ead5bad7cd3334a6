//! Node, and the packages that are installed inside this repository.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use serde_json::Value;

use super::{State, Tool};
use crate::process;
use crate::workspace::Workspace;

const OLDEST: u64 = 20;

/// The runtime of sass, binaryen and Playwright.
pub(super) struct Node<'a> {
    workspace: &'a Workspace,
}

impl<'a> Node<'a> {
    pub(super) fn new(workspace: &'a Workspace) -> Self {
        Self { workspace }
    }
}

impl Tool for Node<'_> {
    fn name(&self) -> String {
        format!("Node {OLDEST} or newer with npm")
    }

    fn takes(&self) -> &'static str {
        "by hand"
    }

    fn state(&self) -> State {
        let npm = process::output(self.workspace.command("npm").arg("--version"));
        let node = process::output(self.workspace.command("node").arg("--version"));
        match (node, npm) {
            (Ok(version), Ok(_)) => judge(version.trim()),
            _ => State::Missing,
        }
    }

    fn install(&self) -> Result<()> {
        bail!("Node is the one tool that is not installed for you")
    }

    fn by_hand(&self) -> String {
        "install Node with your system's packages or from https://nodejs.org/en/download".to_owned()
    }
}

/// Reads `v20.20.2`.
fn judge(version: &str) -> State {
    let major = version.trim_start_matches('v').split('.').next().unwrap_or_default();
    match major.parse::<u64>() {
        Ok(major) if major >= OLDEST => State::Found,
        _ => State::Other(version.to_owned()),
    }
}

/// What a `package-lock.json` of this repository names.
pub(super) struct Packages<'a> {
    workspace: &'a Workspace,
    name: &'static str,
    folder: PathBuf,
}

impl<'a> Packages<'a> {
    /// What cargo-leptos needs; it looks into the `node_modules/.bin` of the root by itself.
    pub(super) fn sass_and_binaryen(workspace: &'a Workspace) -> Self {
        let folder = workspace.root().to_owned();
        Self { workspace, name: "sass and binaryen", folder }
    }

    /// What the browser tests need.
    pub(super) fn playwright(workspace: &'a Workspace) -> Self {
        let folder = workspace.root().join("end2end");
        Self { workspace, name: "Playwright", folder }
    }
}

impl Tool for Packages<'_> {
    fn name(&self) -> String {
        format!("npm packages: {}", self.name)
    }

    fn takes(&self) -> &'static str {
        "a few seconds"
    }

    fn state(&self) -> State {
        if all_installed(&self.folder) { State::Found } else { State::Missing }
    }

    // No script of a package runs: none is needed, and it is the usual way in for a stolen package.
    fn install(&self) -> Result<()> {
        let mut npm = self.workspace.command("npm");
        npm.current_dir(&self.folder)
            .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"])
            .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
        process::run(&mut npm)
    }

    fn by_hand(&self) -> String {
        format!("cd {} && npm ci --ignore-scripts", self.folder.display())
    }
}

/// Whether each package asked for is there in the version of the lock file.
fn all_installed(folder: &Path) -> bool {
    let read = |path: PathBuf| -> Option<Value> { serde_json::from_str(&fs::read_to_string(path).ok()?).ok() };
    let (Some(manifest), Some(lock)) = (read(folder.join("package.json")), read(folder.join("package-lock.json")))
    else {
        return false;
    };
    let Some(wanted) = manifest["devDependencies"].as_object() else {
        return true;
    };
    wanted.keys().all(|name| {
        let place = format!("node_modules/{name}");
        let installed = read(folder.join(&place).join("package.json"));
        let locked = &lock["packages"][&place]["version"];
        locked.is_string() && installed.is_some_and(|package| &package["version"] == locked)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_old_node_is_named() {
        assert_eq!(judge("v20.20.2"), State::Found);
        assert_eq!(judge("v26.1.0"), State::Found);
        assert_eq!(judge("v18.20.4"), State::Other("v18.20.4".into()));
        assert_eq!(judge("nonsense"), State::Other("nonsense".into()));
    }

    #[test]
    fn packages_are_there_when_their_versions_are_those_of_the_lock_file() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let write = |path: &str, text: &str| {
            let path = folder.path().join(path);
            let parent = path.parent().expect("the path has a parent");
            fs::create_dir_all(parent).expect("the folder can be made");
            fs::write(path, text).expect("the file can be written");
        };
        write("package.json", r#"{"devDependencies":{"sass":"1.108.2"}}"#);
        assert!(!all_installed(folder.path()), "there is no lock file");

        write("package-lock.json", r#"{"packages":{"node_modules/sass":{"version":"1.108.2"}}}"#);
        assert!(!all_installed(folder.path()), "sass is not there");

        write("node_modules/sass/package.json", r#"{"version":"1.107.0"}"#);
        assert!(!all_installed(folder.path()), "sass is too old");

        write("node_modules/sass/package.json", r#"{"version":"1.108.2"}"#);
        assert!(all_installed(folder.path()));
    }
}
