//! Running other programs, with errors that name them.

use std::ffi::OsStr;
use std::path::PathBuf;
use std::process::{Command, ExitStatus, Stdio};

use anyhow::{Context, Result, bail};

/// Runs the command with its output shown; an error unless it succeeds.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let status = status(command)?;
    if !status.success() {
        bail!("`{}` failed ({status})", words(command));
    }
    Ok(())
}

/// Runs the command with its output shown and says how it ended.
pub(crate) fn status(command: &mut Command) -> Result<ExitStatus> {
    command.status().with_context(|| could_not_start(command))
}

/// What the command prints; an error with its complaints unless it succeeds.
pub(crate) fn output(command: &mut Command) -> Result<String> {
    let output = command.stdin(Stdio::null()).output().with_context(|| could_not_start(command))?;
    if !output.status.success() {
        bail!("`{}` failed ({}): {}", words(command), output.status, String::from_utf8_lossy(&output.stderr).trim());
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Where a program is on the PATH that the given command would see.
pub(crate) fn which(name: &str, path: Option<&OsStr>) -> Option<PathBuf> {
    std::env::split_paths(path?).map(|folder| folder.join(name)).find(|file| file.is_file())
}

/// The command as one would type it.
fn words(command: &Command) -> String {
    std::iter::once(command.get_program())
        .chain(command.get_args())
        .map(OsStr::to_string_lossy)
        .collect::<Vec<_>>()
        .join(" ")
}

fn could_not_start(command: &Command) -> String {
    format!("`{}` could not be started", words(command))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_names_the_command_and_what_it_said() {
        let mut command = Command::new("sh");
        let error = output(command.args(["-c", "echo no such room >&2; exit 3"]));
        let error = error.expect_err("the command ends with 3").to_string();
        assert!(error.contains("sh -c") && error.contains("no such room"), "{error}");
    }

    #[test]
    fn a_missing_program_is_named() {
        let error = run(&mut Command::new("no-such-program-here"));
        let error = error.expect_err("there is no such program").to_string();
        assert!(error.contains("`no-such-program-here` could not be started"), "{error}");
    }

    #[test]
    fn programs_are_looked_up_in_the_order_of_the_path() {
        let path = std::env::var_os("PATH");
        assert!(which("sh", path.as_deref()).is_some());
        assert_eq!(which("sh", Some(OsStr::new("/nowhere"))), None);
        assert_eq!(which("sh", None), None);
    }
}
