//! What peers are made of, from the registries of their languages and from Debian.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde_json::Value;

use crate::setup::debian::{self, With};
use crate::workspace::Workspace;
use crate::{process, say};

/// Installs what the lock file of a folder names, unless it is there, and returns the version of one package.
pub(in crate::bench) fn npm(workspace: &Workspace, folder: &Path, package: &str) -> Result<String> {
    let version = |file: PathBuf| -> Option<String> {
        let read: Value = serde_json::from_str(&fs::read_to_string(file).ok()?).ok()?;
        Some(read["version"].as_str()?.to_owned())
    };
    let lock: Value = serde_json::from_str(&fs::read_to_string(folder.join("package-lock.json"))?)?;
    let place = format!("node_modules/{package}");
    let locked = lock["packages"][&place]["version"].as_str().context("the lock file does not name the package")?;
    let manifest = folder.join(&place).join("package.json");
    if version(manifest.clone()).as_deref() != Some(locked) {
        say::line(format!("Installing {package} {locked} and what it needs into {}.", folder.display()));
        let arguments = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
        process::run(workspace.command("npm").current_dir(folder).args(arguments))?;
    }
    version(manifest).with_context(|| format!("{package} is not there after its installation"))
}

/// A virtual environment with these requirements; returns its Python.
pub(in crate::bench) fn venv(workspace: &Workspace, folder: &Path, requirements: &Path) -> Result<PathBuf> {
    let python = folder.join("bin/python");
    let installed = folder.join("installed.txt");
    let wanted = fs::read_to_string(requirements)?;
    if fs::read_to_string(&installed).is_ok_and(|installed| installed == wanted) {
        return Ok(python);
    }
    say::line(format!("Installing {} into {}.", requirements.display(), folder.display()));
    process::run(workspace.command("python3").args(["-m", "venv"]).arg(folder))?;
    let arguments = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--requirement"];
    process::run(workspace.command(&python.to_string_lossy()).args(arguments).arg(requirements))?;
    fs::write(&installed, wanted)?;
    Ok(python)
}

/// Installs Debian packages, unless they are there.
pub(in crate::bench) fn debian(workspace: &Workspace, packages: &[&str]) -> Result<()> {
    let is_missing = |package: &&str| debian::version(workspace, package).is_empty();
    let missing: Vec<&str> = packages.iter().copied().filter(is_missing).collect();
    if missing.is_empty() {
        return Ok(());
    }
    say::line(format!("Installing from Debian: {}.", missing.join(", ")));
    debian::install(workspace, &missing, With::Necessities).with_context(|| debian::by_hand(&missing))
}
