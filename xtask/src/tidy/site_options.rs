//! What cargo-leptos builds with and what the server reads at run time must agree.

use super::Complaint;
use crate::workspace::leptos_settings;

const SHARED: [&str; 5] = ["output-name", "site-root", "site-pkg-dir", "site-addr", "reload-port"];

/// Compares `[[workspace.metadata.leptos]]` of `Cargo.toml` with `Leptos.toml`.
pub(super) fn check(manifest: &toml::Table, options: &toml::Table) -> Vec<Complaint> {
    let Some(build) = leptos_settings(manifest) else {
        return vec![Complaint::new("Cargo.toml", "add the build settings under [[workspace.metadata.leptos]]")];
    };
    let Some(run) = run_time(options) else {
        return vec![Complaint::new("Leptos.toml", "add the run-time options under [package.metadata.leptos]")];
    };
    SHARED
        .iter()
        .filter_map(|key| match (build.get(*key), run.get(*key)) {
            (None, _) => Some(Complaint::new("Cargo.toml", format!("add {key} to [[workspace.metadata.leptos]]"))),
            (Some(build), Some(run)) if build == run => None,
            (Some(build), _) => Some(Complaint::new("Leptos.toml", format!("set {key} = {build} as in Cargo.toml"))),
        })
        .collect()
}

fn run_time(options: &toml::Table) -> Option<&toml::Table> {
    options.get("package")?.get("metadata")?.get("leptos")?.as_table()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SETTINGS: &str = "output-name = \"hubbub\"\nsite-root = \"target/site\"\nsite-pkg-dir = \"pkg\"\n\
        site-addr = \"127.0.0.1:3000\"\nreload-port = 3001\n";

    #[track_caller]
    fn check_texts(build: &str, run: &str, expected: &[&str]) {
        let manifest = format!("[[workspace.metadata.leptos]]\n{build}").parse().expect("TOML");
        let options = format!("[package.metadata.leptos]\n{run}").parse().expect("TOML");
        let complaints = check(&manifest, &options);
        let lines: Vec<String> = complaints.iter().map(ToString::to_string).collect();
        assert_eq!(lines, expected);
    }

    #[test]
    fn equal_settings_pass_whatever_else_stands_there() {
        check_texts(&format!("{SETTINGS}env = \"DEV\""), &format!("{SETTINGS}env = \"PROD\""), &[]);
    }

    #[test]
    fn a_different_or_absent_option_is_named_with_its_value() {
        let run = SETTINGS.replace("3001", "4001");
        check_texts(SETTINGS, &run, &["Leptos.toml: set reload-port = 3001 as in Cargo.toml"]);
        let run = SETTINGS.replace("site-pkg-dir = \"pkg\"\n", "");
        check_texts(SETTINGS, &run, &["Leptos.toml: set site-pkg-dir = \"pkg\" as in Cargo.toml"]);
    }

    #[test]
    fn a_setting_that_is_left_to_a_default_is_named() {
        let build = SETTINGS.replace("reload-port = 3001\n", "");
        check_texts(&build, SETTINGS, &["Cargo.toml: add reload-port to [[workspace.metadata.leptos]]"]);
    }

    #[test]
    fn a_section_that_nothing_reads_is_no_section() {
        let manifest = format!("[[workspace.metadata.leptos]]\n{SETTINGS}").parse().expect("TOML");
        let options = format!("[leptos]\n{SETTINGS}").parse().expect("TOML");
        assert_eq!(check(&manifest, &options)[0].path, "Leptos.toml");
        assert_eq!(check(&toml::Table::new(), &options)[0].path, "Cargo.toml");
    }
}
