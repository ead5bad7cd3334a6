//! `cargo xtask tidy`: the rules of the source tree that no compiler checks.

use std::fmt::{self, Display, Formatter};

use anyhow::{Result, ensure};

use crate::say;
use crate::workspace::Workspace;

mod cfg_free;
mod contrast;
mod edges;
mod manifests;
mod names;
mod pins;
mod site_options;
mod sizes;
mod sources;

use sources::Source;

/// One thing to put right.
#[derive(Debug, PartialEq, Eq)]
struct Complaint {
    path: String,
    what: String,
}

impl Complaint {
    fn new(path: impl Into<String>, what: impl Into<String>) -> Self {
        Self { path: path.into(), what: what.into() }
    }
}

impl Display for Complaint {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {}", self.path, self.what)
    }
}

/// The task: one line for each complaint; `true` if there is none.
pub(crate) fn tidy(workspace: &Workspace) -> Result<bool> {
    let complaints = complaints(workspace)?;
    for complaint in &complaints {
        say::line(complaint);
    }
    if complaints.is_empty() {
        say::line("The source tree is tidy.");
    }
    Ok(complaints.is_empty())
}

/// The same as a gate of the test run.
pub(crate) fn is_tidy(workspace: &Workspace) -> Result<()> {
    ensure!(tidy(workspace)?, "the source tree is not tidy");
    Ok(())
}

fn complaints(workspace: &Workspace) -> Result<Vec<Complaint>> {
    let sources = sources::all(workspace.root())?;
    let manifest = workspace.toml("Cargo.toml")?;
    let lock = workspace.toml("Cargo.lock")?;
    let options = workspace.toml("Leptos.toml")?;
    let packages = edges::packages(workspace.metadata());

    let mut complaints = edges::check(&packages);
    complaints.extend(manifests::check(&sources));
    complaints.extend(names::check(&sources));
    complaints.extend(sizes::check(&sources));
    complaints.extend(cfg_free::check(&sources));
    complaints.extend(contrast::check(&sources));
    complaints.extend(site_options::check(&manifest, &options));
    complaints.extend(pins::check(&manifest, &lock));
    Ok(complaints)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_source_tree_is_tidy() {
        let workspace = Workspace::find().expect("the workspace is described by cargo");
        let complaints = complaints(&workspace).expect("the tree can be read");
        let lines: Vec<String> = complaints.iter().map(Complaint::to_string).collect();
        assert!(lines.is_empty(), "\n{}", lines.join("\n"));
    }
}
