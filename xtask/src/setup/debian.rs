//! Packages of the system, where that is Debian or descends from it.

use anyhow::{Result, bail};

use crate::process;
use crate::workspace::Workspace;

/// What is installed beside a package.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum With {
    /// Only what it needs.
    Necessities,
    /// What its maintainers recommend, too.
    Recommendations,
}

/// Installs these packages; an error where this user may not, or where there are none.
pub(crate) fn install(workspace: &Workspace, packages: &[&str], with: With) -> Result<()> {
    if process::which("apt-get", Some(workspace.path())).is_none() {
        bail!("this system has no apt-get");
    }
    if !is_root(workspace) {
        bail!("only root may install packages of the system");
    }
    let apt = |arguments: &[&str]| {
        let mut apt = workspace.command("apt-get");
        apt.args(arguments).env("DEBIAN_FRONTEND", "noninteractive");
        apt
    };
    process::run(&mut apt(&["update", "-qq"]))?;
    let mut install = apt(&["install", "--yes", "-qq"]);
    if with == With::Necessities {
        install.arg("--no-install-recommends");
    }
    // Its own report is long and goes nowhere; what went wrong is in the error.
    process::output(install.args(packages)).map(drop)
}

/// What a person types instead.
pub(crate) fn by_hand(packages: &[&str]) -> String {
    format!("sudo apt-get install {}", packages.join(" "))
}

/// The version of an installed package, empty if it is not there.
pub(crate) fn version(workspace: &Workspace, package: &str) -> String {
    let format = "--showformat=${db:Status-Status} ${Version}";
    let answer = process::output(workspace.command("dpkg-query").args(["--show", format, package]));
    installed(&answer.unwrap_or_default()).to_owned()
}

fn is_root(workspace: &Workspace) -> bool {
    process::output(workspace.command("id").arg("-u")).is_ok_and(|id| id.trim() == "0")
}

fn installed(answer: &str) -> &str {
    answer.strip_prefix("installed ").unwrap_or_default().trim()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_installed_package_has_a_version() {
        assert_eq!(installed("installed 1.8.1-1"), "1.8.1-1");
        assert_eq!(installed("config-files 1.8.1-1"), "");
        assert_eq!(installed(""), "");
    }
}
