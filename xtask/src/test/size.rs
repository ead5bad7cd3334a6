//! How much a browser must load before the page is alive, and how much in all.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

use crate::workspace::Workspace;
use crate::{process, say};

/// No more than it is by now. What keeps the page small is in `docs/decisions/0002-page-size.md`.
const FIRST: u64 = 217_600;
/// The same with what is loaded later: `docs/decisions/0005-the-later-part.md`.
const ALL: u64 = 297_472;
/// Where both have to get to: 200 KB and 260 KB.
const GOALS: (u64, u64) = (204_800, 266_240);

/// Node has a brotli encoder; the runner needs none of its own. The arguments are files.
const BROTLI_11: &str = "\
const zlib = require('node:zlib');
const sizes = process.argv.slice(1).map(path => {
  const file = require('node:fs').readFileSync(path);
  const params = { [zlib.constants.BROTLI_PARAM_QUALITY]: 11, [zlib.constants.BROTLI_PARAM_SIZE_HINT]: file.length };
  return zlib.brotliCompressSync(file, { params }).length;
});
console.log(sizes.reduce((sum, size) => sum + size, 0));";

/// Compresses the wasm as the server's build does and holds it against the limits.
pub(super) fn check(workspace: &Workspace) -> Result<()> {
    let wasm = workspace.page_wasm()?;
    ensure!(wasm.is_file(), "{} was not built", wasm.display());
    let (later, link) = beside(&wasm)?;
    ensure!(!later.is_empty(), "the package is one file: build it with `--split --lib-features split`");
    let first = compressed(workspace, [wasm].iter().chain(&link))?;
    judge(first, first + compressed(workspace, &later)?)
}

/// The wasm that is loaded later, and the script that the first part needs for that.
fn beside(first: &Path) -> Result<(Vec<PathBuf>, Vec<PathBuf>)> {
    let folder = first.parent().context("the wasm is in a folder")?;
    let files = fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
    let is = |file: &Path, extension| file.extension().is_some_and(|it| it == extension);
    let is_link = |file: &Path| {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        is(file, "js") && name.starts_with("__wasm_split")
    };
    let later = files.iter().filter(|file| is(file, "wasm") && *file != first).cloned().collect();
    let link = files.into_iter().filter(|file| is_link(file)).collect();
    Ok((later, link))
}

fn compressed<'f>(workspace: &Workspace, files: impl IntoIterator<Item = &'f PathBuf>) -> Result<u64> {
    let mut node = workspace.command("node");
    let size = process::output(node.args(["-e", BROTLI_11]).args(files))?;
    size.trim().parse().context("node did not print a size")
}

fn judge(first: u64, all: u64) -> Result<()> {
    say::line(format!("wasm: {first} bytes after brotli 11 (limit {FIRST}), {all} with the later part (limit {ALL})"));
    say::line(format!("The goals are {} and {} bytes.", GOALS.0, GOALS.1));
    ensure!(first <= FIRST, "the first part of the wasm is {} bytes over the limit", first - FIRST);
    ensure!(all <= ALL, "the wasm is {} bytes over the limit", all - ALL);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_limits_themselves_are_allowed_and_one_byte_more_is_not() {
        assert!(judge(FIRST, ALL).is_ok());
        let error = judge(FIRST + 1, ALL).expect_err("it is too big").to_string();
        assert_eq!(error, "the first part of the wasm is 1 bytes over the limit");
        let error = judge(FIRST, ALL + 1).expect_err("it is too big").to_string();
        assert_eq!(error, "the wasm is 1 bytes over the limit");
    }

    #[test]
    fn each_file_of_the_package_belongs_to_the_part_that_needs_it() {
        let package = tempfile::tempdir().expect("a temporary folder");
        let file = |name: &str| package.path().join(name);
        for name in ["hubbub.wasm", "hubbub.wasm.br", "hubbub.js", "split_later.wasm", "__wasm_split._.js"] {
            fs::write(file(name), "").expect("the file can be written");
        }
        let (later, link) = beside(&file("hubbub.wasm")).expect("the folder can be read");
        assert_eq!(later, [file("split_later.wasm")]);
        assert_eq!(link, [file("__wasm_split._.js")]);
    }
}
