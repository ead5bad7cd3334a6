//! Setting up: find each tool, install what is missing, one line for each.

use anyhow::{Context, Error, Result, bail, ensure};

use crate::say;
use crate::workspace::Workspace;

pub(crate) mod cargo_tool;
pub(crate) mod chromium;
pub(crate) mod debian;
pub(crate) mod node;
mod valgrind;
pub(crate) mod wasm_target;

use cargo_tool::CargoTool;
use chromium::Chromium;
use node::{Node, Packages};
use valgrind::Valgrind;
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

/// What `run` and the build need; the first tool that cannot be had ends it.
pub(crate) fn for_building(workspace: &Workspace) -> Result<()> {
    let tools = building(workspace)?;
    set_up(&tools, say::line, Err)?;
    cargo_tool::clean_up(workspace)
}

/// What counting instructions needs.
pub(crate) fn for_counting(workspace: &Workspace) -> Result<()> {
    let mut tools = building(workspace)?;
    tools.push(Box::new(Valgrind::new(workspace)));
    set_up(&tools, say::line, Err)?;
    cargo_tool::clean_up(workspace)
}

/// What `test` needs besides; every tool is tried, because most checks do without most tools.
pub(crate) fn for_testing(workspace: &Workspace) -> Result<()> {
    let mut tools = building(workspace)?;
    tools.push(Box::new(CargoTool::nextest(workspace)));
    tools.push(Box::new(CargoTool::deny(workspace)));
    tools.push(Box::new(Packages::playwright(workspace)));
    tools.push(Box::new(Chromium::new(workspace)));
    tools.push(Box::new(Valgrind::new(workspace)));
    let mut missing = 0;
    set_up(&tools, say::line, |error| {
        say::problem(format!("{error:#}"));
        missing += 1;
        Ok(())
    })?;
    cargo_tool::clean_up(workspace)?;
    ensure!(missing == 0, "{missing} of {} tools could not be set up", tools.len());
    Ok(())
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

/// Goes through the tools in order; `failed` decides whether to go on after one that cannot be had.
fn set_up(
    tools: &[Box<dyn Tool + '_>],
    mut tell: impl FnMut(String),
    mut failed: impl FnMut(Error) -> Result<()>,
) -> Result<()> {
    for (index, tool) in tools.iter().enumerate() {
        let name = tool.name();
        let tell = |state: &str| tell(format!("[{}/{}] {name}: {state}", index + 1, tools.len()));
        if let Err(error) = set_up_one(tool.as_ref(), tell) {
            failed(error)?;
        }
    }
    Ok(())
}

fn set_up_one(tool: &dyn Tool, mut tell: impl FnMut(&str)) -> Result<()> {
    let (name, by_hand) = (tool.name(), tool.by_hand());
    match tool.state() {
        State::Found => {
            tell("found");
            return Ok(());
        }
        State::Missing => tell(&format!("missing, installing ({})", tool.takes())),
        State::Other(other) => tell(&format!("found {other}, replacing ({})", tool.takes())),
    }
    tool.install().with_context(|| format!("{name} could not be installed. By hand: {by_hand}"))?;
    match tool.state() {
        State::Found => Ok(()),
        State::Missing => bail!("{name} was installed but is not found. By hand: {by_hand}"),
        State::Other(other) => {
            bail!("{name} was installed, but {other} comes first on the PATH. Remove that one, or: {by_hand}")
        }
    }
}

#[cfg(test)]
mod tests;
