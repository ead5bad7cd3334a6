//! The release build: the page, and the server with the page inside.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

use crate::process;
use crate::workspace::Workspace;

/// Builds page and server and returns the server's binary.
///
/// The binary is a copy: clones may share a target directory, and another clone's build would
/// replace the original under a running test.
pub(crate) fn build(workspace: &Workspace) -> Result<PathBuf> {
    // `-P` is more than compression: it makes cargo-leptos build the page before the server that embeds it.
    // The split and the feature go together: one cuts the package in two where the other marks the place.
    process::run(&mut workspace.cargo(["leptos", "build", "--release", "-P", "--split", "--lib-features", "split"]))?;

    let built = workspace.target().join("release").join(binary_name());
    let folder = workspace.root().join("target/built");
    let copy = folder.join(binary_name());
    fs::create_dir_all(&folder)?;
    if copy.exists() {
        // A server that still runs keeps its old file; it must not be overwritten in place.
        fs::remove_file(&copy)?;
    }
    fs::copy(&built, &copy).with_context(|| format!("{} cannot be copied", built.display()))?;
    Ok(copy)
}

/// Makes sure that the binary holds the page that was just built and not an older one.
pub(crate) fn holds_the_page(workspace: &Workspace, binary: &Path) -> Result<()> {
    let mut page = workspace.page_wasm()?.into_os_string();
    page.push(".br");
    let page = PathBuf::from(page);
    let wanted = fs::read(&page).with_context(|| format!("{} was not built", page.display()))?;
    let whole = fs::read(binary)?;
    ensure!(
        contains(&whole, &wanted),
        "{} does not contain {}: the server was built before the page. Touch server/build.rs and build again.",
        binary.display(),
        page.display()
    );
    Ok(())
}

/// The server's file name on this system.
pub(crate) fn binary_name() -> String {
    format!("hubbub{}", std::env::consts::EXE_SUFFIX)
}

fn contains(whole: &[u8], part: &[u8]) -> bool {
    !part.is_empty() && whole.windows(part.len()).any(|window| window == part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_older_page_is_noticed() {
        assert!(contains(b"..page of today..", b"page of today"));
        assert!(!contains(b"..page of yesterday..", b"page of today"));
        assert!(!contains(b"anything", b""));
    }
}
