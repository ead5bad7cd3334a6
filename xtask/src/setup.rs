//! Setting up: find each tool, install what is missing, one line for each.

use std::fmt::Display;

use anyhow::{Context, Result, bail};

use crate::say;
use crate::workspace::Workspace;

pub(crate) mod cargo_tool;
pub(crate) mod chromium;
pub(crate) mod node;
pub(crate) mod wasm_target;

use cargo_tool::CargoTool;
use chromium::Chromium;
use node::{Node, Packages};
use wasm_target::WasmTarget;

/// Something that must be on the machine.
trait Tool {
    /// Its name and, where it matters, its version.
    fn name(&self) -> String;
    /// How long an installation takes.
    fn takes(&self) -> &'static str;
    /// Whether it is there.
    fn state(&self) -> State;
    /// Puts it there.
    fn install(&self) -> Result<()>;
    /// What a person types where `install` cannot work.
    fn by_hand(&self) -> String;
}

/// What was found of a tool.
#[derive(Debug, PartialEq, Eq)]
enum State {
    Found,
    Missing,
    /// It is there, but in this other version.
    Other(String),
}

/// What `run` and the build need.
pub(crate) fn for_building(workspace: &Workspace) -> Result<()> {
    let tools = building(workspace)?;
    set_up(&tools, say::line)?;
    cargo_tool::clean_up(workspace)
}

/// What `test` needs besides.
pub(crate) fn for_testing(workspace: &Workspace) -> Result<()> {
    let mut tools = building(workspace)?;
    tools.push(Box::new(CargoTool::nextest(workspace)));
    tools.push(Box::new(CargoTool::deny(workspace)));
    tools.push(Box::new(Packages::playwright(workspace)));
    tools.push(Box::new(Chromium::new(workspace)));
    set_up(&tools, say::line)?;
    cargo_tool::clean_up(workspace)
}

fn building(workspace: &Workspace) -> Result<Vec<Box<dyn Tool + '_>>> {
    Ok(vec![
        Box::new(Node::new(workspace)),
        Box::new(WasmTarget::new(workspace)),
        Box::new(CargoTool::wasm_bindgen(workspace)?),
        Box::new(CargoTool::leptos(workspace)),
        Box::new(Packages::sass_and_binaryen(workspace)),
    ])
}

/// Goes through the tools in order and stops at the first that cannot be had.
fn set_up(tools: &[Box<dyn Tool + '_>], mut tell: impl FnMut(String)) -> Result<()> {
    for (index, tool) in tools.iter().enumerate() {
        let name = tool.name();
        let mut tell_state = |state: &dyn Display| tell(format!("[{}/{}] {name}: {state}", index + 1, tools.len()));
        match tool.state() {
            State::Found => {
                tell_state(&"found");
                continue;
            }
            State::Missing => tell_state(&format!("missing, installing ({})", tool.takes())),
            State::Other(other) => tell_state(&format!("found {other}, replacing ({})", tool.takes())),
        }
        let by_hand = tool.by_hand();
        tool.install().with_context(|| format!("{name} could not be installed. By hand: {by_hand}"))?;
        match tool.state() {
            State::Found => {}
            State::Missing => bail!("{name} was installed but is not found. By hand: {by_hand}"),
            State::Other(other) => {
                bail!("{name} was installed, but {other} comes first on the PATH. Remove that one, or: {by_hand}")
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
