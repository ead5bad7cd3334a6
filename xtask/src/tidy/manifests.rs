//! Versions of libraries stand in the root manifest alone.

use super::{Complaint, Source};

const TABLES: [&str; 3] = ["dependencies", "dev-dependencies", "build-dependencies"];

/// Names each dependency that does not say `workspace = true`.
pub(super) fn check(sources: &[Source]) -> Vec<Complaint> {
    sources.iter().filter(|source| source.path.ends_with("/Cargo.toml")).flat_map(check_one).collect()
}

fn check_one(source: &Source) -> Vec<Complaint> {
    let manifest: toml::Table = match source.text.parse() {
        Ok(manifest) => manifest,
        Err(error) => return vec![Complaint::new(&source.path, format!("is not TOML: {error}"))],
    };
    let for_all = TABLES.iter().filter_map(|table| manifest.get(*table));
    let for_some = manifest.get("target").and_then(toml::Value::as_table);
    let for_some =
        for_some.into_iter().flatten().flat_map(|(_, target)| TABLES.iter().filter_map(|table| target.get(*table)));
    for_all
        .chain(for_some)
        .filter_map(toml::Value::as_table)
        .flatten()
        .filter(|(_, wanted)| wanted.get("workspace").and_then(toml::Value::as_bool) != Some(true))
        .map(|(name, _)| {
            let what = format!("write `{name}.workspace = true` and give the version in the root Cargo.toml");
            Complaint::new(&source.path, what)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_text(text: &str, expected: &[&str]) {
        let source = Source { path: "app/Cargo.toml".to_owned(), text: text.to_owned() };
        let complaints = check(&[source]);
        let names: Vec<&str> = complaints.iter().filter_map(|complaint| complaint.what.split('`').nth(1)).collect();
        assert_eq!(names, expected, "{complaints:?}");
    }

    #[test]
    fn versions_of_the_workspace_pass() {
        check_text("[dependencies]\nserde.workspace = true\nleptos = { workspace = true, features = [\"ssr\"] }", &[]);
    }

    #[test]
    fn a_version_of_its_own_is_named_in_every_table() {
        check_text("[dependencies]\nserde = \"1\"", &["serde.workspace = true"]);
        check_text("[dev-dependencies]\ninsta = { version = \"1\" }", &["insta.workspace = true"]);
        check_text("[target.'cfg(unix)'.dependencies]\nlibc = \"0.2\"", &["libc.workspace = true"]);
    }
}
