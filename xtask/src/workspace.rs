//! Where things are: the source tree, Cargo's target directory, the programs on the PATH.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use serde_json::Value;

use crate::process;

/// The workspace this runner belongs to, as Cargo describes it.
pub(crate) struct Workspace {
    root: PathBuf,
    target: PathBuf,
    metadata: Value,
    path: OsString,
}

impl Workspace {
    /// Asks Cargo; the target directory may be anywhere, so it is never guessed.
    pub(crate) fn find() -> Result<Self> {
        let root = root();
        let path = path_with_cargo_first();
        let mut cargo = Command::new("cargo");
        cargo.args(["metadata", "--format-version", "1", "--no-deps"]).current_dir(&root).env("PATH", &path);
        let metadata: Value =
            serde_json::from_str(&process::output(&mut cargo)?).context("cargo metadata is not JSON")?;
        let target = metadata["target_directory"].as_str().context("cargo metadata names no target directory")?.into();
        Ok(Self { root, target, metadata, path })
    }

    /// The folder of the root `Cargo.toml`.
    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// Cargo's target directory, which clones may share.
    pub(crate) fn target(&self) -> &Path {
        &self.target
    }

    /// What `cargo metadata --no-deps` says.
    pub(crate) fn metadata(&self) -> &Value {
        &self.metadata
    }

    /// The PATH every command gets.
    pub(crate) fn path(&self) -> &OsString {
        &self.path
    }

    /// A program started in the root.
    pub(crate) fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command.current_dir(&self.root).env("PATH", &self.path);
        command
    }

    /// Cargo with these arguments, started in the root.
    pub(crate) fn cargo<'a>(&self, arguments: impl IntoIterator<Item = &'a str>) -> Command {
        let mut command = self.command("cargo");
        command.args(arguments);
        command
    }

    /// Reads a TOML file of the root.
    pub(crate) fn toml(&self, name: &str) -> Result<toml::Table> {
        let file = self.root.join(name);
        let text = std::fs::read_to_string(&file).with_context(|| format!("{name} cannot be read"))?;
        text.parse().with_context(|| format!("{name} is not TOML"))
    }

    /// The browser's part of the product, where cargo-leptos puts it.
    pub(crate) fn page_wasm(&self) -> Result<PathBuf> {
        let manifest = self.toml("Cargo.toml")?;
        let settings = leptos_settings(&manifest).context("Cargo.toml has no [[workspace.metadata.leptos]]")?;
        let setting = |key: &str| {
            let value = settings.get(key).and_then(toml::Value::as_str);
            value.with_context(|| format!("[[workspace.metadata.leptos]] names no {key}"))
        };
        Ok(self
            .root
            .join(setting("site-root")?)
            .join(setting("site-pkg-dir")?)
            .join(format!("{}.wasm", setting("output-name")?)))
    }
}

/// The build settings of the page in the root manifest.
pub(crate) fn leptos_settings(manifest: &toml::Table) -> Option<&toml::Table> {
    manifest.get("workspace")?.get("metadata")?.get("leptos")?.as_array()?.first()?.as_table()
}

/// Cargo says at run time where the runner's package is: with a shared target directory the
/// running binary may have been compiled from another clone.
fn root() -> PathBuf {
    let package =
        std::env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| env!("CARGO_MANIFEST_DIR").into(), PathBuf::from);
    package.parent().map_or_else(|| package.clone(), Path::to_owned)
}

/// Cargo's own folder of programs comes first: what is installed there must win over an older
/// copy elsewhere, and must be found even where the folder is not on the PATH.
fn path_with_cargo_first() -> OsString {
    let inherited = std::env::var_os("PATH").unwrap_or_default();
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| std::env::var_os("HOME").map(|home| Path::new(&home).join(".cargo")));
    let folders = home.map(|home| home.join("bin")).into_iter().chain(std::env::split_paths(&inherited));
    std::env::join_paths(folders).unwrap_or(inherited)
}
