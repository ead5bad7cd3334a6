//! The browser of the browser tests.

use std::ffi::OsStr;
use std::path::PathBuf;

use anyhow::Result;

use super::debian::{self, With};
use super::{State, Tool};
use crate::process;
use crate::workspace::Workspace;

/// The variable that names the browser, here and in the Playwright configuration.
pub(crate) const VARIABLE: &str = "CHROMIUM";

const NAMES: [&str; 4] = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];
const ON_MACOS: [&str; 2] = [
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/// A Chromium of the system: Playwright's own download is not used.
pub(super) struct Chromium<'a> {
    workspace: &'a Workspace,
}

impl<'a> Chromium<'a> {
    pub(super) fn new(workspace: &'a Workspace) -> Self {
        Self { workspace }
    }
}

impl Tool for Chromium<'_> {
    fn name(&self) -> String {
        "Chromium".to_owned()
    }

    fn takes(&self) -> &'static str {
        "about 1 min"
    }

    fn state(&self) -> State {
        if find(self.workspace).is_some() { State::Found } else { State::Missing }
    }

    fn install(&self) -> Result<()> {
        debian::install(self.workspace, &["chromium"], With::Recommendations)
    }

    fn by_hand(&self) -> String {
        let install = debian::by_hand(&["chromium"]);
        format!("{install}, or install any Chromium or Chrome and set {VARIABLE} to its path")
    }
}

/// The browser's binary: the one that is named, else the first that is found.
pub(crate) fn find(workspace: &Workspace) -> Option<PathBuf> {
    choose(std::env::var_os(VARIABLE).as_deref(), Some(workspace.path()))
}

fn choose(named: Option<&OsStr>, path: Option<&OsStr>) -> Option<PathBuf> {
    if let Some(named) = named.filter(|named| !named.is_empty()) {
        return Some(PathBuf::from(named)).filter(|file| file.is_file());
    }
    let on_macos = ON_MACOS.iter().map(PathBuf::from).find(|file| file.is_file());
    NAMES.iter().find_map(|name| process::which(name, path)).or(on_macos)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_named_browser_wins_and_must_exist() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let mine = folder.path().join("my-chrome");
        let on_path = folder.path().join("chromium");
        std::fs::write(&mine, "").expect("the file can be written");
        std::fs::write(&on_path, "").expect("the file can be written");
        let path = Some(folder.path().as_os_str());

        assert_eq!(choose(Some(mine.as_os_str()), path), Some(mine));
        assert_eq!(choose(Some(OsStr::new("/nowhere/chrome")), path), None);
        assert_eq!(choose(Some(OsStr::new("")), path), Some(on_path.clone()));
        assert_eq!(choose(None, path), Some(on_path));
    }
}
