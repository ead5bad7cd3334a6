//! The one runner: `cargo xtask` sets up what is missing, builds, starts, tests and tidies.

use std::process::ExitCode;

use anyhow::Result;

mod bench;
mod end2end;
mod fuzz;
mod instructions;
mod process;
mod release;
mod run;
mod say;
mod setup;
mod test;
mod tidy;
mod usage;
mod workspace;

use usage::Task;
use workspace::Workspace;

fn main() -> ExitCode {
    let task = match Task::parse(std::env::args().skip(1)) {
        Ok(task) => task,
        Err(complaint) => {
            say::problem(&complaint);
            say::problem(usage::USAGE);
            return ExitCode::from(2);
        }
    };
    match start(task) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            say::problem(format!("error: {error:#}"));
            ExitCode::FAILURE
        }
    }
}

/// Does what was asked; `false` when it was done and found something wrong.
fn start(task: Task) -> Result<bool> {
    if matches!(task, Task::Help) {
        say::line(usage::USAGE);
        return Ok(true);
    }
    let workspace = Workspace::find()?;
    match task {
        Task::Help => Ok(true),
        Task::Run(arguments) => run::run(&workspace, &arguments).map(|()| true),
        Task::Test => Ok(test::test(&workspace)),
        Task::Bench(options) => bench::bench(&workspace, &options).map(|()| true),
        Task::Instructions { record } => instructions::by_hand(&workspace, record),
        Task::Fuzz(options) => fuzz::fuzz(&workspace, &options),
        Task::Tidy => tidy::tidy(&workspace),
        Task::EndToEnd(arguments) => end2end::by_hand(&workspace, &arguments),
    }
}
