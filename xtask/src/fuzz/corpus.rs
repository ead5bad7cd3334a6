//! The inputs that are worth keeping: they reach code that no other input reaches.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use super::Target;
use crate::say;

/// What is in a folder: the targets in that of the corpora, the inputs in that of a target.
pub(super) fn names(folder: &Path) -> Result<Vec<String>> {
    let entries = fs::read_dir(folder).with_context(|| format!("{} cannot be listed", folder.display()))?;
    let name = |entry: fs::DirEntry| entry.file_name().to_string_lossy().into_owned();
    let mut names = entries.map(|entry| Ok(name(entry?))).collect::<Result<Vec<_>>>()?;
    names.sort();
    Ok(names)
}

/// Puts what is worth keeping in the place of what was kept. Inputs with a name of their own stay: somebody chose them.
pub(super) fn keep(target: &Target, chosen: &Path) -> Result<()> {
    empty(chosen)?;
    for name in names(&target.kept)?.iter().filter(|name| !is_found(name)) {
        fs::copy(target.kept.join(name), chosen.join(name))?;
    }
    target.merge_into(chosen)?;
    empty(&target.kept)?;
    let names = names(chosen)?;
    for name in &names {
        fs::copy(chosen.join(name), target.kept.join(name))?;
    }
    say::line(format!("{}: {} inputs are kept", target.name, names.len()));
    Ok(())
}

/// Whether libFuzzer gave this name: it is the SHA-1 of the input.
fn is_found(name: &str) -> bool {
    name.len() == 40 && name.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// Makes a folder with nothing in it.
fn empty(folder: &Path) -> Result<()> {
    if folder.is_dir() {
        fs::remove_dir_all(folder).with_context(|| format!("{} cannot be emptied", folder.display()))?;
    }
    fs::create_dir_all(folder).with_context(|| format!("{} cannot be made", folder.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_somebody_chose_is_no_digest() {
        assert!(is_found("faeabb3ef1f462df39690448a6a7938c983820b7"));
        assert!(!is_found("a-message-one-byte-too-long"));
        assert!(!is_found("gaeabb3ef1f462df39690448a6a7938c983820b7"));
    }

    #[test]
    fn a_folder_is_emptied_or_made() {
        let root = tempfile::tempdir().expect("a temporary folder");
        let folder = root.path().join("one");
        empty(&folder).expect("it can be made");
        fs::write(folder.join("input"), "x").expect("it can be written");
        assert_eq!(names(&folder).expect("it can be listed"), ["input"]);
        empty(&folder).expect("it can be emptied");
        assert!(names(&folder).expect("it can be listed").is_empty());
    }
}
