//! Some libraries are pinned to the digit, and the lock file must say the same.

use super::Complaint;
use crate::setup::cargo_tool::locked_version;

/// The glue of wasm-bindgen works only with its own version; release candidates of leptos differ in their API.
const PINNED: [&str; 3] = ["wasm-bindgen", "leptos", "leptos_axum"];

/// Compares `[workspace.dependencies]` with the lock file.
pub(super) fn check(manifest: &toml::Table, lock: &toml::Table) -> Vec<Complaint> {
    PINNED.iter().filter_map(|name| check_one(name, manifest, lock)).collect()
}

fn check_one(name: &str, manifest: &toml::Table, lock: &toml::Table) -> Option<Complaint> {
    let wanted = manifest.get("workspace")?.get("dependencies")?.get(name)?;
    let wanted = wanted.as_str().or_else(|| wanted.get("version")?.as_str());
    let Some(pinned) = wanted.and_then(|version| version.strip_prefix('=')) else {
        return Some(Complaint::new("Cargo.toml", format!("pin {name} with `=` and its whole version")));
    };
    // A library that no crate uses at present is in no lock file.
    let locked = locked_version(lock, name)?;
    (locked != pinned).then(|| {
        let what = format!("{name} is at {locked}, but {pinned} is pinned; run `cargo update -p {name}`");
        Complaint::new("Cargo.lock", what)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_texts(wanted: &str, locked: &str, expected: &[&str]) {
        let manifest = format!("[workspace.dependencies]\nwasm-bindgen = {wanted}").parse().expect("TOML");
        let lock = format!("[[package]]\nname = \"wasm-bindgen\"\nversion = \"{locked}\"").parse().expect("TOML");
        let lines: Vec<String> = check(&manifest, &lock).iter().map(ToString::to_string).collect();
        assert_eq!(lines, expected);
    }

    #[test]
    fn a_pin_that_the_lock_file_keeps_passes() {
        check_texts("\"=0.2.130\"", "0.2.130", &[]);
        check_texts("{ version = \"=0.2.130\", features = [] }", "0.2.130", &[]);
    }

    #[test]
    fn another_locked_version_is_named() {
        let expected =
            "Cargo.lock: wasm-bindgen is at 0.2.131, but 0.2.130 is pinned; run `cargo update -p wasm-bindgen`";
        check_texts("\"=0.2.130\"", "0.2.131", &[expected]);
    }

    #[test]
    fn a_pinned_library_that_nothing_uses_passes() {
        let manifest = "[workspace.dependencies]\nleptos_axum = \"=0.9.0-rc1\"".parse().expect("TOML");
        assert_eq!(check(&manifest, &toml::Table::new()), []);
    }

    #[test]
    fn a_range_is_no_pin() {
        let expected = "Cargo.toml: pin wasm-bindgen with `=` and its whole version";
        check_texts("\"0.2.130\"", "0.2.130", &[expected]);
        check_texts("{ workspace = true }", "0.2.130", &[expected]);
    }
}
