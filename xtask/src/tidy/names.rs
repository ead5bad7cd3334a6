//! A newcomer can guess the name of a file.

use super::{Complaint, Source};

/// Names that say nothing of what is inside.
const DRAWERS: [&str; 7] = ["utils", "util", "common", "manager", "misc", "types", "helpers"];

/// Names files called `mod.rs` and drawers for small functions.
pub(super) fn check(sources: &[Source]) -> Vec<Complaint> {
    sources.iter().filter_map(check_one).collect()
}

fn check_one(source: &Source) -> Option<Complaint> {
    let module = source.path.strip_suffix(".rs")?;
    let (folder, name) = module.rsplit_once('/').unwrap_or(("", module));
    if name == "mod" {
        return Some(Complaint::new(&source.path, format!("move it to {folder}.rs beside the folder")));
    }
    let drawer = DRAWERS.contains(&name);
    drawer.then(|| Complaint::new(&source.path, "name it after the noun or verb it is about"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_path(path: &str, expected: Option<&str>) {
        let source = Source { path: path.to_owned(), text: String::new() };
        let complaint = check_one(&source).map(|complaint| complaint.to_string());
        assert_eq!(complaint.as_deref(), expected);
    }

    #[test]
    fn nouns_and_verbs_pass() {
        check_path("crates/chat/src/messages/send.rs", None);
        check_path("crates/chat/Cargo.toml", None);
    }

    #[test]
    fn mod_rs_has_a_better_place() {
        let expected = "crates/chat/src/messages/mod.rs: move it to crates/chat/src/messages.rs beside the folder";
        check_path("crates/chat/src/messages/mod.rs", Some(expected));
    }

    #[test]
    fn drawers_are_named() {
        check_path("app/src/utils.rs", Some("app/src/utils.rs: name it after the noun or verb it is about"));
    }
}
