//! `cargo xtask test`: every check and every test, in the order of what fails fastest.

use std::process::Command;

use anyhow::Result;

use crate::workspace::Workspace;
use crate::{end2end, instructions, process, release, setup, tidy};

mod counts;
mod lab;
mod nextest;
mod playwright;
mod report;
mod size;

use counts::Counts;
use report::Report;

/// Runs everything and prints `N passed, N failed` as the last line; `true` if nothing failed.
pub(crate) fn test(workspace: &Workspace) -> bool {
    let mut report = Report::default();
    // Without one tool most checks can still tell something, and those that cannot will fail by themselves.
    report.gate("set-up", || setup::for_testing(workspace));
    source(workspace, &mut report);
    report.suite("tests", || nextest::run(workspace));
    report.gate("doc examples", || process::run(&mut doc_examples(workspace)));
    product(workspace, &mut report);
    report.finish()
}

/// What is checked without running anything of the product.
fn source(workspace: &Workspace, report: &mut Report) {
    let cargo = |arguments: &[&str]| process::run(&mut workspace.cargo(arguments.iter().copied()));
    report.gate("fmt", || cargo(&["fmt", "--all", "--", "--check"]));
    report.gate("tidy", || tidy::is_tidy(workspace));
    report.gate("clippy (native)", || process::run(&mut clippy_native(workspace)));
    report.gate("clippy (wasm)", || process::run(&mut clippy_wasm(workspace)));
    // Playwright only strips the types.
    let types = || process::run(end2end::installed(workspace, "tsc").arg("--noEmit"));
    report.gate("types of the browser tests", types);
    report.gate("deny", || cargo(&["deny", "--workspace", "--locked", "check", "bans", "licenses", "sources"]));
}

/// What is checked on the release build; without a build all of it has failed.
fn product(workspace: &Workspace, report: &mut Report) {
    let mut built = None;
    report.gate("release build", || {
        built = Some(release::build(workspace)?);
        Ok(())
    });
    let Some(binary) = built else {
        for name in ["embedded page", "size", "lab", "instructions", "browser tests"] {
            report.did_not_run(name, "there is no release build");
        }
        return;
    };
    report.gate("embedded page", || release::holds_the_page(workspace, &binary));
    report.gate("size", || size::check(workspace));
    report.suite("lab", || lab::run(workspace, &binary));
    report.suite("instructions", || {
        let verdicts = instructions::check(workspace, &binary)?;
        Ok(verdicts.into_iter().map(Counts::one).sum())
    });
    report.suite("browser tests", || playwright::run(workspace, end2end::playwright(workspace, &binary)?));
}

fn clippy_native(workspace: &Workspace) -> Command {
    let mut cargo = workspace.cargo(["clippy", "--workspace", "--exclude", "hubbub-frontend"]);
    cargo.args(["--all-targets", "--locked", "--", "-D", "warnings"]);
    cargo
}

/// The browser's crate is checked alone: beside the server it would share features with it.
fn clippy_wasm(workspace: &Workspace) -> Command {
    let mut cargo = workspace.cargo(["clippy", "--package", "hubbub-frontend", "--features", "split"]);
    cargo.args(["--target", "wasm32-unknown-unknown", "--locked", "--", "-D", "warnings"]);
    cargo
}

/// What nextest leaves out.
fn doc_examples(workspace: &Workspace) -> Command {
    let mut cargo = workspace.cargo(["test", "--doc", "--quiet", "--locked"]);
    cargo.args(["--workspace", "--exclude", "hubbub-frontend"]);
    cargo
}

/// A suite whose results are read from a file: what an earlier run left must not count.
fn forget(file: &std::path::Path) -> Result<()> {
    match std::fs::remove_file(file) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}
