//! `cargo xtask fuzz`: libFuzzer on what strangers may send, with the address sanitizer looking on.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::workspace::Workspace;
use crate::{process, say};

mod corpus;
mod options;

pub(crate) use options::Options;

/// Coverage that libFuzzer is guided by, and the sanitizer.
const FLAGS: &[&str] = &[
    "-Zsanitizer=address",
    "-Cpasses=sancov-module",
    "-Cllvm-args=-sanitizer-coverage-level=4",
    "-Cllvm-args=-sanitizer-coverage-inline-8bit-counters",
    "-Cllvm-args=-sanitizer-coverage-pc-table",
    "-Cllvm-args=-sanitizer-coverage-trace-compares",
];

/// What an input may have and cost. How much time it may take is checked by the targets themselves.
const LIMITS: &[&str] = &["-max_len=70000", "-rss_limit_mb=256", "-timeout=60"];

/// Freed memory that the sanitizer keeps an eye on. Its usual amount alone is more than a target may take.
const SANITIZER: &str = "quarantine_size_mb=16";

/// One target and where everything of it is.
struct Target {
    name: String,
    program: PathBuf,
    /// The inputs in the source tree.
    kept: PathBuf,
    /// The inputs that were found on this machine.
    found: PathBuf,
    /// The inputs that show a fault.
    faults: PathBuf,
}

/// Fuzzes one target after the other; `false` when a fault was found.
pub(crate) fn fuzz(workspace: &Workspace, options: &Options) -> Result<bool> {
    let home = workspace.root().join("crates/fuzz");
    let names = options.choose(corpus::names(&home.join("corpus"))?)?;
    let folder = workspace.target().join("fuzz");
    let programs = build(workspace, &folder)?;
    let mut is_sound = true;
    for name in names {
        let target = Target {
            program: programs.join(&name),
            kept: home.join("corpus").join(&name),
            found: folder.join("found").join(&name),
            faults: folder.join("faults").join(&name),
            name,
        };
        is_sound &= target.fuzz(options.seconds, &home.join("dictionaries"))?;
        if options.keep {
            corpus::keep(&target, &folder.join("chosen"))?;
        }
    }
    Ok(is_sound)
}

/// Builds the programs and says where they are.
fn build(workspace: &Workspace, folder: &Path) -> Result<PathBuf> {
    say::line("Building the targets with libFuzzer and the address sanitizer.");
    let host = host(workspace)?;
    let mut cargo = workspace.cargo(["build", "--package", "hubbub-fuzz", "--bins", "--features", "libfuzzer"]);
    cargo.args(["--profile", "fuzz", "--locked", "--target", &host]);
    // A sanitizer is an option of nightly compilers. The pinned one has it too, behind this variable.
    cargo.env("RUSTC_BOOTSTRAP", "1").env("RUSTFLAGS", FLAGS.join(" ")).env("CARGO_TARGET_DIR", folder);
    process::run(&mut cargo)?;
    Ok(folder.join(host).join("fuzz"))
}

/// What the compiler calls this machine. With a target named, what runs while building is left without the flags.
fn host(workspace: &Workspace) -> Result<String> {
    let version = process::output(workspace.command("rustc").arg("-vV"))?;
    let host = version.lines().find_map(|line| line.strip_prefix("host: "));
    Ok(host.context("rustc does not name its host")?.to_owned())
}

impl Target {
    /// Tries inputs for a time; `false` when one of them shows a fault.
    fn fuzz(&self, seconds: u64, dictionaries: &Path) -> Result<bool> {
        say::line(format!("\n{}: {seconds} seconds", self.name));
        for folder in [&self.found, &self.faults] {
            fs::create_dir_all(folder).with_context(|| format!("{} cannot be made", folder.display()))?;
        }
        let mut program = self.program();
        program.arg(format!("-max_total_time={seconds}")).arg(format!("-artifact_prefix={}/", self.faults.display()));
        program.args(["-print_final_stats=1", "-verbosity=0"]);
        let dictionary = dictionaries.join(format!("{}.dict", self.name));
        if dictionary.is_file() {
            program.arg(format!("-dict={}", dictionary.display()));
        }
        let is_sound = process::status(program.args([&self.found, &self.kept]))?.success();
        if !is_sound {
            let (faults, kept) = (self.faults.display(), self.kept.display());
            say::problem(format!("{}: the input is in {faults}; mend what it shows, and keep it in {kept}", self.name));
        }
        Ok(is_sound)
    }

    /// The program with its limits.
    fn program(&self) -> Command {
        let mut program = Command::new(&self.program);
        program.args(LIMITS).env("ASAN_OPTIONS", SANITIZER);
        program
    }

    /// Copies into a folder those inputs, of all kept and found, that reach more than what is there already. How often
    /// they reach it does not count: that is for finding more, and would keep five times as many.
    fn merge_into(&self, folder: &Path) -> Result<()> {
        let mut program = self.program();
        program.args(["-merge=1", "-use_counters=0"]).args([folder, &self.kept, &self.found]);
        let status = process::status(&mut program)?;
        ensure!(status.success(), "{}: choosing the inputs ended with {status}", self.name);
        Ok(())
    }
}
