//! The standard library for the browser.

use std::path::Path;

use anyhow::Result;

use super::{State, Tool};
use crate::process;
use crate::workspace::Workspace;

const TARGET: &str = "wasm32-unknown-unknown";

/// The compilation target of the page.
pub(super) struct WasmTarget<'a> {
    workspace: &'a Workspace,
}

impl<'a> WasmTarget<'a> {
    pub(super) fn new(workspace: &'a Workspace) -> Self {
        Self { workspace }
    }
}

impl Tool for WasmTarget<'_> {
    fn name(&self) -> String {
        format!("Rust target {TARGET}")
    }

    fn takes(&self) -> &'static str {
        "a few seconds"
    }

    // The compiler is asked, not rustup: a distribution's Rust has the target without it.
    fn state(&self) -> State {
        let mut rustc = self.workspace.command("rustc");
        let library = process::output(rustc.args(["--print", "target-libdir", "--target", TARGET]));
        match library {
            Ok(folder) if Path::new(folder.trim()).is_dir() => State::Found,
            _ => State::Missing,
        }
    }

    fn install(&self) -> Result<()> {
        let mut rustup = self.workspace.command("rustup");
        process::run(rustup.args(["--quiet", "target", "add", TARGET]))
    }

    fn by_hand(&self) -> String {
        format!("rustup target add {TARGET} (or your distribution's package of it)")
    }
}
