//! What can be asked of the runner.

use crate::{bench, fuzz};

/// The help text.
pub(crate) const USAGE: &str = "\
Usage: cargo xtask <task>

Tasks:
  run [-- <arguments>]      Set up what is missing, build, and start Hubbub on http://127.0.0.1:3000.
                            The arguments go to hubbub, for example: cargo xtask run -- --listen 0.0.0.0:8080
  test                      Set up what is missing and run every check and every test, browser ones included.
                            The last line is `N passed, N failed`.
  bench [<options>]         Measure Hubbub and its peers on this machine and print the tables of docs/PERFORMANCE.md.
                            --quick                short and small, to try things out
                            --only fanout,idle     some scenarios
                            --peers ws,axum        some peers
                            --rounds 5             how often each is measured
                            --server FILE          this server, instead of building the one of this source tree
  instructions [--record]   Count the instructions of the hot paths and hold them against the record, or record them.
  fuzz [<target> ...]       Fuzz what strangers may send, with libFuzzer and the address sanitizer: frames, commands,
                            resume, sequence, or all of them. It takes a C++ compiler.
                            --seconds 600          for each target, a minute unless it is said
                            --keep                 put the inputs worth keeping into crates/fuzz/corpus afterwards
  tidy                      Check the rules of the source tree that no compiler checks.
  end2end [-- <arguments>]  Run the browser tests against the newest build.
                            The arguments go to Playwright, for example: cargo xtask end2end -- --ui

After the first `run`, `cargo leptos watch` builds and reloads while you edit.";

/// One thing the runner can do.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Task {
    /// Show the help text.
    Help,
    /// Build and start the server with these arguments.
    Run(Vec<String>),
    /// Everything the CI does.
    Test,
    /// The measurements.
    Bench(bench::Options),
    /// What the hot paths cost.
    Instructions {
        /// Keep the figures instead of holding them against the record.
        record: bool,
    },
    /// Inputs nobody thought of.
    Fuzz(fuzz::Options),
    /// The source rules.
    Tidy,
    /// The browser tests, with these arguments for Playwright.
    EndToEnd(Vec<String>),
}

impl Task {
    /// Reads the command line after the program's name.
    pub(crate) fn parse(arguments: impl IntoIterator<Item = String>) -> Result<Self, String> {
        let mut arguments = arguments.into_iter();
        let Some(task) = arguments.next() else {
            return Ok(Self::Help);
        };
        let rest: Vec<String> = arguments.collect();
        match task.as_str() {
            "help" | "--help" | "-h" => Ok(Self::Help),
            "run" => Ok(Self::Run(after_dashes(rest))),
            "end2end" => Ok(Self::EndToEnd(after_dashes(rest))),
            "bench" => bench::Options::parse(rest).map(Self::Bench),
            "instructions" => match rest.as_slice() {
                [flag] if flag == "--record" => Ok(Self::Instructions { record: true }),
                rest => alone(Self::Instructions { record: false }, rest),
            },
            "fuzz" => fuzz::Options::parse(rest).map(Self::Fuzz),
            "test" => alone(Self::Test, &rest),
            "tidy" => alone(Self::Tidy, &rest),
            other => Err(format!("There is no task `{other}`.\n")),
        }
    }
}

/// The arguments for another program, with or without the `--` before them.
fn after_dashes(mut rest: Vec<String>) -> Vec<String> {
    if rest.first().is_some_and(|first| first == "--") {
        rest.remove(0);
    }
    rest
}

fn alone(task: Task, rest: &[String]) -> Result<Task, String> {
    match rest.first() {
        None => Ok(task),
        Some(extra) => Err(format!("`{extra}` means nothing here.\n")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(line: &str, expected: &Result<Task, &str>) {
        let parsed = Task::parse(line.split_whitespace().map(str::to_owned));
        match (parsed, expected) {
            (Ok(task), Ok(wanted)) => assert_eq!(&task, wanted),
            (Err(complaint), Err(part)) => assert!(complaint.contains(part), "{complaint}"),
            (parsed, _) => panic!("`{line}` was read as {parsed:?}"),
        }
    }

    #[test]
    fn tasks_are_read_from_the_command_line() {
        check("", &Ok(Task::Help));
        check("--help", &Ok(Task::Help));
        check("test", &Ok(Task::Test));
        check("tidy", &Ok(Task::Tidy));
        check("run", &Ok(Task::Run(vec![])));
        check("instructions", &Ok(Task::Instructions { record: false }));
        check("instructions --record", &Ok(Task::Instructions { record: true }));
        check("bench", &Ok(Task::Bench(bench::Options::default())));
        check("fuzz", &Ok(Task::Fuzz(fuzz::Options::default())));
        check("end2end -- --ui", &Ok(Task::EndToEnd(vec!["--ui".into()])));
    }

    #[test]
    fn arguments_reach_hubbub_with_and_without_dashes() {
        let listen = Task::Run(vec!["--listen".into(), "[::1]:80".into()]);
        check("run -- --listen [::1]:80", &Ok(listen));
        check("run config print", &Ok(Task::Run(vec!["config".into(), "print".into()])));
    }

    #[test]
    fn what_is_not_understood_is_named() {
        check("bench --lunch now", &Err("`--lunch` means nothing here"));
        check("lunch", &Err("no task `lunch`"));
        check("instructions --now", &Err("`--now` means nothing here"));
        check("tidy now", &Err("`now` means nothing here"));
    }
}
