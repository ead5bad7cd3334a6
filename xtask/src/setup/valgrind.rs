//! What counts instructions.

use anyhow::Result;

use super::debian::{self, With};
use super::{State, Tool};
use crate::process;
use crate::workspace::Workspace;

const PACKAGE: &[&str] = &["valgrind"];

/// Valgrind of the system.
pub(super) struct Valgrind<'a> {
    workspace: &'a Workspace,
}

impl<'a> Valgrind<'a> {
    pub(super) fn new(workspace: &'a Workspace) -> Self {
        Self { workspace }
    }
}

impl Tool for Valgrind<'_> {
    fn name(&self) -> String {
        "Valgrind".to_owned()
    }

    fn takes(&self) -> &'static str {
        "about 1 min"
    }

    fn state(&self) -> State {
        let version = process::output(self.workspace.command("valgrind").arg("--version"));
        if version.is_ok() { State::Found } else { State::Missing }
    }

    fn install(&self) -> Result<()> {
        debian::install(self.workspace, PACKAGE, With::Necessities)
    }

    fn by_hand(&self) -> String {
        debian::by_hand(PACKAGE)
    }
}
