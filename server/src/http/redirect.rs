//! Where a form may send people afterwards: nowhere but within this Hubbub.

use url::{Position, Url};

/// Stands for this Hubbub, wherever it is, while an address is resolved as a browser would.
const BASE: &str = "http://hubbub.invalid/";

/// The path and query that `target` means, unless it leads elsewhere.
pub(super) fn within_this_hubbub(target: &str) -> Option<String> {
    let base = Url::parse(BASE).ok()?;
    let url = base.join(target).ok()?;
    let stays = target.starts_with('/') && url.origin() == base.origin() && url.username().is_empty();
    // What is left may begin with two slashes again, as in `/.//evil.example`.
    let path = &url[Position::BeforePath..];
    (stays && !path.starts_with("//")).then(|| path.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(target: &str, expected: Option<&str>) {
        assert_eq!(within_this_hubbub(target).as_deref(), expected, "{target:?}");
    }

    #[test]
    fn a_path_of_ours_is_kept() {
        check("/", Some("/"));
        check("/rooms/garden?at=7#m7", Some("/rooms/garden?at=7#m7"));
        check("/rooms/花园", Some("/rooms/%E8%8A%B1%E5%9B%AD"));
        check("/rooms/../rooms/a", Some("/rooms/a"));
    }

    #[test]
    fn every_way_out_is_refused() {
        for target in [
            "",
            "rooms/garden",
            "https://evil.example/",
            "//evil.example/",
            "///evil.example/",
            "/\\evil.example/",
            "/\t/evil.example/",
            "/\n/evil.example",
            "\\\\evil.example",
            " //evil.example",
            "/.//evil.example",
            "/a/..//evil.example",
            "/%2e//evil.example",
            "javascript:alert(1)",
            "//hubbub.invalid@evil.example/",
            "//ada@hubbub.invalid/",
        ] {
            check(target, None);
        }
    }
}
