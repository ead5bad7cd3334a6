//! The page's source is the same in the browser and on the server.

use super::{Complaint, Source};

/// Names each line of `app/src` that compiles only with some feature or on some target.
pub(super) fn check(sources: &[Source]) -> Vec<Complaint> {
    sources
        .iter()
        .filter(|source| source.path.starts_with("app/src/"))
        .flat_map(|source| {
            let lines = source.text.lines().enumerate();
            lines.filter(|(_, line)| is_conditional(line)).map(|(index, _)| {
                let path = format!("{}:{}", source.path, index + 1);
                Complaint::new(path, "take the cfg out; what differs between browser and server is a port")
            })
        })
        .collect()
}

fn is_conditional(line: &str) -> bool {
    let line = line.trim_start();
    let asks = |what: &str| line.contains("cfg") && line.contains(what);
    !line.starts_with("//") && (asks("feature =") || asks("target_arch") || asks("target_family"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_line(path: &str, line: &str, expected: &[&str]) {
        let source = Source { path: path.to_owned(), text: format!("//! A page.\n{line}\n") };
        let complaints = check(&[source]);
        let paths: Vec<&str> = complaints.iter().map(|complaint| complaint.path.as_str()).collect();
        assert_eq!(paths, expected);
    }

    #[test]
    fn plain_lines_tests_and_comments_pass() {
        check_line("app/src/lib.rs", "pub fn page() {}", &[]);
        check_line("app/src/lib.rs", "#[cfg(test)]", &[]);
        check_line("app/src/lib.rs", "// There is no cfg(feature = \"ssr\") here.", &[]);
    }

    #[test]
    fn conditions_are_named_with_their_line() {
        check_line("app/src/lib.rs", "#[cfg(feature = \"ssr\")]", &["app/src/lib.rs:2"]);
        check_line("app/src/a/b.rs", "    if cfg!(feature = \"hydrate\") {", &["app/src/a/b.rs:2"]);
        check_line("app/src/a/b.rs", "#[cfg_attr(not(feature = \"ssr\"), x)]", &["app/src/a/b.rs:2"]);
        check_line("app/src/a/b.rs", "#[cfg(target_arch = \"wasm32\")]", &["app/src/a/b.rs:2"]);
    }

    #[test]
    fn other_crates_may_have_features() {
        check_line("crates/store/src/lib.rs", "#[cfg(feature = \"conformance\")]", &[]);
    }
}
