//! A file that grows past what one can hold in mind is several files.

use std::path::Path;

use super::{Complaint, Source};

/// Lines of a file, without its tests.
const LIMIT: usize = 400;

/// Files that may be longer, each with the reason.
const LONGER: &[(&str, &str)] = &[];

/// Names files over the limit, and exceptions that are needed no longer.
pub(super) fn check(sources: &[Source]) -> Vec<Complaint> {
    check_with(sources, LONGER)
}

fn check_with(sources: &[Source], longer: &[(&str, &str)]) -> Vec<Complaint> {
    let is_listed = |path: &str| longer.iter().any(|(listed, _)| *listed == path);
    let is_long = |source: &&Source| is_rust(&source.path) && !is_test(&source.path) && lines(&source.text) > LIMIT;
    let too_long = sources.iter().filter(is_long).filter(|source| !is_listed(&source.path)).map(|source| {
        let what =
            format!("has {} lines without its tests (limit {LIMIT}); split it by noun or verb", lines(&source.text));
        Complaint::new(&source.path, what)
    });
    let outlived = longer
        .iter()
        .filter(|(listed, _)| !sources.iter().filter(is_long).any(|source| source.path == *listed))
        .map(|(listed, _)| {
            Complaint::new(*listed, "is within the limit; take it off the list in xtask/src/tidy/sizes.rs")
        });
    too_long.chain(outlived).collect()
}

fn is_rust(path: &str) -> bool {
    Path::new(path).extension().is_some_and(|extension| extension == "rs")
}

fn is_test(path: &str) -> bool {
    let folder_of_tests = path.starts_with("tests/") || path.contains("/tests/");
    folder_of_tests || path.ends_with("/tests.rs")
}

/// Counts lines outside of `#[cfg(test)] mod … { … }`. Formatted source closes a module with a
/// brace as deep as its first line.
fn lines(text: &str) -> usize {
    let mut count = 0;
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        count += 1;
        if line.trim() != "#[cfg(test)]" {
            continue;
        }
        let indent = &line[..line.len() - line.trim_start().len()];
        let mut skipped = 0;
        for line in lines.by_ref() {
            skipped += 1;
            let opens = line.trim_start().starts_with("mod ") && line.ends_with('{');
            let more_attributes = line.trim_start().starts_with("#[");
            if opens {
                let closing = format!("{indent}}}");
                let _ = lines.by_ref().find(|line| *line == closing);
                skipped = 0;
                count -= 1;
                break;
            }
            if !more_attributes {
                break;
            }
        }
        count += skipped;
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(path: &str, lines: usize) -> Source {
        Source { path: path.to_owned(), text: "// a line\n".repeat(lines) }
    }

    #[test]
    fn the_limit_itself_is_allowed_and_one_line_more_is_not() {
        assert_eq!(check(&[source("app/src/room.rs", LIMIT)]), []);
        let complaints = check(&[source("app/src/room.rs", LIMIT + 1)]);
        let expected = "app/src/room.rs: has 401 lines without its tests (limit 400); split it by noun or verb";
        assert_eq!(complaints.iter().map(ToString::to_string).collect::<Vec<_>>(), [expected]);
    }

    #[test]
    fn tests_may_be_as_long_as_they_are() {
        let long = LIMIT * 2;
        assert_eq!(check(&[source("server/tests/it/rooms.rs", long), source("app/src/room/tests.rs", long)]), []);
    }

    #[test]
    fn a_listed_file_may_be_longer_but_not_without_need() {
        let listed: &[(&str, &str)] = &[("app/src/text.rs", "one sentence per line")];
        assert_eq!(check_with(&[source("app/src/text.rs", LIMIT + 1)], listed), []);
        let complaints = check_with(&[source("app/src/text.rs", LIMIT)], listed);
        assert!(complaints.len() == 1 && complaints[0].what.contains("take it off the list"), "{complaints:?}");
    }

    #[test]
    fn a_test_module_does_not_count_and_what_follows_does() {
        let text = "fn one() {}\n#[cfg(test)]\n#[expect(x)]\nmod tests {\n    mod inner {\n    }\n}\nfn two() {}\n";
        assert_eq!(lines(text), 2);
    }

    #[test]
    fn a_test_module_in_another_file_and_a_single_test_item_count() {
        assert_eq!(lines("fn one() {}\n\n#[cfg(test)]\nmod tests;\n"), 4);
        assert_eq!(lines("#[cfg(test)]\nfn only_in_tests() {\n    work();\n}\n"), 4);
    }
}
