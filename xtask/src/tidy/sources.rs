//! The files the rules look at.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

/// A Rust file, a style sheet or a manifest.
#[derive(Debug)]
pub(super) struct Source {
    /// From the root, with forward slashes.
    pub(super) path: String,
    pub(super) text: String,
}

/// Every `.rs`, `.scss` and `Cargo.toml` of the tree, in order.
pub(super) fn all(root: &Path) -> Result<Vec<Source>> {
    let mut sources = Vec::new();
    collect(root, "", &mut sources)?;
    sources.sort_by(|one, other| one.path.cmp(&other.path));
    Ok(sources)
}

fn collect(folder: &Path, prefix: &str, sources: &mut Vec<Source>) -> Result<()> {
    for entry in fs::read_dir(folder).with_context(|| format!("{} cannot be listed", folder.display()))? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = format!("{prefix}{name}");
        if entry.file_type()?.is_dir() {
            if !is_foreign(&name) {
                collect(&entry.path(), &format!("{path}/"), sources)?;
            }
        } else if Path::new(&name).extension().is_some_and(|extension| extension == "rs" || extension == "scss")
            || name == "Cargo.toml"
        {
            let text = fs::read_to_string(entry.path()).with_context(|| format!("{path} cannot be read"))?;
            sources.push(Source { path, text });
        }
    }
    Ok(())
}

/// Folders that hold nothing of ours.
fn is_foreign(folder: &str) -> bool {
    folder.starts_with('.') || folder == "target" || folder == "node_modules"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn our_files_are_found_and_foreign_ones_are_not() {
        let root = tempfile::tempdir().expect("a temporary folder");
        for path in
            ["app/src/lib.rs", "app/Cargo.toml", "app/README.md", "target/x.rs", "a/node_modules/y.rs", ".z/z.rs"]
        {
            let file = root.path().join(path);
            fs::create_dir_all(file.parent().expect("the path has a parent")).expect("the folder can be made");
            fs::write(file, "").expect("the file can be written");
        }
        let found = all(root.path()).expect("the tree can be read");
        let paths: Vec<&str> = found.iter().map(|source| source.path.as_str()).collect();
        assert_eq!(paths, ["app/Cargo.toml", "app/src/lib.rs"]);
    }
}
