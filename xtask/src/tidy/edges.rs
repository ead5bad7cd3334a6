//! Dependencies point one way, and some crates never know some libraries.

use serde_json::Value;

use super::Complaint;

/// What one of our crates may and may never use.
struct Edges {
    name: &'static str,
    /// Our crates that it may use.
    ours: &'static [&'static str],
    /// Our crates that only its tests may use besides.
    in_tests: &'static [&'static str],
    /// Families of libraries it must never know: `tokio` means `tokio-util` as well. Its tests may.
    never: &'static [&'static str],
}

const AXUM: &str = "axum";
const LEPTOS: &str = "leptos";
const SQLITE: &str = "rusqlite";
const TOKIO: &str = "tokio";
const TUNGSTENITE: &str = "tungstenite";
const GLOO: &str = "gloo";
const WASM_BINDGEN: &str = "wasm-bindgen";
const WEB_SYS: &str = "web-sys";
const JS_SYS: &str = "js-sys";
const INDEXED_DB: &str = "idb";

/// The table of `docs/ARCHITECTURE.md`. A new line or a new name in a line is the rare kind of change.
const TABLE: &[Edges] = &[
    Edges {
        name: "hubbub-protocol",
        ours: &[],
        in_tests: &[],
        never: &[AXUM, LEPTOS, SQLITE, TOKIO, TUNGSTENITE, GLOO, WASM_BINDGEN, WEB_SYS, JS_SYS],
    },
    Edges {
        name: "hubbub-markup",
        ours: &["hubbub-protocol"],
        // Its tests switch a feature of its own on.
        in_tests: &["hubbub-markup"],
        never: &[AXUM, LEPTOS, SQLITE, TOKIO, TUNGSTENITE, GLOO, WASM_BINDGEN, WEB_SYS, JS_SYS, INDEXED_DB],
    },
    Edges {
        name: "hubbub-client",
        ours: &["hubbub-protocol"],
        in_tests: &[],
        never: &[AXUM, LEPTOS, SQLITE, TOKIO, TUNGSTENITE, GLOO, WASM_BINDGEN, WEB_SYS, JS_SYS, INDEXED_DB],
    },
    Edges {
        name: "hubbub-chat",
        ours: &["hubbub-protocol"],
        in_tests: &[],
        never: &[AXUM, LEPTOS, SQLITE, TOKIO, TUNGSTENITE, GLOO, WASM_BINDGEN, WEB_SYS, JS_SYS],
    },
    Edges {
        name: "hubbub-store",
        ours: &["hubbub-chat", "hubbub-protocol"],
        in_tests: &[],
        never: &[AXUM, LEPTOS, TUNGSTENITE, GLOO, WASM_BINDGEN, WEB_SYS, JS_SYS],
    },
    Edges {
        name: "hubbub-realtime",
        ours: &["hubbub-chat", "hubbub-protocol", "hubbub-ring"],
        in_tests: &[],
        never: &[AXUM, LEPTOS, SQLITE, TUNGSTENITE, GLOO, WASM_BINDGEN, WEB_SYS, JS_SYS],
    },
    Edges {
        name: "hubbub-ring",
        ours: &[],
        in_tests: &[],
        never: &[AXUM, LEPTOS, SQLITE, TOKIO, TUNGSTENITE, GLOO, WASM_BINDGEN, WEB_SYS, JS_SYS],
    },
    Edges {
        name: "hubbub-websocket",
        ours: &["hubbub-protocol"],
        in_tests: &[],
        never: &[AXUM, LEPTOS, SQLITE, TOKIO, GLOO, WASM_BINDGEN, WEB_SYS, JS_SYS],
    },
    Edges {
        name: "hubbub-app",
        ours: &["hubbub-client", "hubbub-markup", "hubbub-protocol"],
        in_tests: &[],
        never: &[AXUM, "leptos_axum", SQLITE, TOKIO, TUNGSTENITE, GLOO, WEB_SYS, INDEXED_DB],
    },
    Edges {
        name: "hubbub-frontend",
        ours: &["hubbub-app", "hubbub-client", "hubbub-protocol"],
        in_tests: &[],
        never: &[AXUM, "leptos_axum", SQLITE, TOKIO, TUNGSTENITE],
    },
    Edges {
        name: "hubbub",
        ours: &[
            "hubbub-app",
            "hubbub-chat",
            "hubbub-client",
            "hubbub-protocol",
            "hubbub-realtime",
            "hubbub-store",
            "hubbub-websocket",
        ],
        in_tests: &["hubbub-lab"],
        never: &[TUNGSTENITE, GLOO, WEB_SYS, INDEXED_DB],
    },
    Edges {
        name: "hubbub-lab",
        ours: &["hubbub-client", "hubbub-protocol"],
        in_tests: &[],
        never: &[AXUM, LEPTOS, SQLITE, GLOO, WASM_BINDGEN, WEB_SYS, JS_SYS],
    },
    Edges {
        name: "hubbub-fuzz",
        ours: &["hubbub-chat", "hubbub-protocol", "hubbub-realtime", "hubbub-websocket"],
        in_tests: &[],
        never: &[AXUM, LEPTOS, SQLITE, TUNGSTENITE, GLOO, WASM_BINDGEN, WEB_SYS, JS_SYS],
    },
    Edges {
        name: "hubbub-peers",
        ours: &[],
        in_tests: &[],
        never: &[LEPTOS, SQLITE, GLOO, WASM_BINDGEN, WEB_SYS, JS_SYS],
    },
    Edges { name: "xtask", ours: &[], in_tests: &[], never: &[AXUM, LEPTOS, SQLITE, TOKIO, TUNGSTENITE] },
];

/// A crate of the workspace and what it asks for.
pub(super) struct Package {
    name: String,
    dependencies: Vec<Dependency>,
}

struct Dependency {
    name: String,
    in_tests: bool,
}

/// Reads `cargo metadata --no-deps`.
pub(super) fn packages(metadata: &Value) -> Vec<Package> {
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let name = |value: &Value| value["name"].as_str().unwrap_or_default().to_owned();
    let dependency = |value: &Value| Dependency { name: name(value), in_tests: value["kind"] == "dev" };
    list(&metadata["packages"])
        .iter()
        .map(|package| Package {
            name: name(package),
            dependencies: list(&package["dependencies"]).iter().map(dependency).collect(),
        })
        .collect()
}

/// Holds every crate against the table.
pub(super) fn check(packages: &[Package]) -> Vec<Complaint> {
    packages.iter().flat_map(|package| check_one(package, packages)).collect()
}

fn check_one(package: &Package, all: &[Package]) -> Vec<Complaint> {
    let complain = |what: String| Complaint::new(&package.name, what);
    let Some(edges) = TABLE.iter().find(|edges| edges.name == package.name) else {
        return vec![complain(
            "is not in the table of xtask/src/tidy/edges.rs; add it there and to docs/ARCHITECTURE.md".to_owned(),
        )];
    };
    let is_ours = |name: &str| all.iter().any(|other| other.name == name);
    package
        .dependencies
        .iter()
        .filter_map(|dependency| {
            let name = dependency.name.as_str();
            if is_ours(name) {
                let allowed = edges.ours.contains(&name) || (dependency.in_tests && edges.in_tests.contains(&name));
                (!allowed)
                    .then(|| complain(format!("must not depend on {name}; move the code to where the edge exists")))
            } else {
                let family = edges.never.iter().find(|family| is_of(name, family));
                let family = family.filter(|_| !dependency.in_tests)?;
                Some(complain(format!("must never know {family}; take {name} out and go through a port")))
            }
        })
        .collect()
}

fn is_of(name: &str, family: &str) -> bool {
    let rest = name.strip_prefix("tokio-").filter(|_| family == TUNGSTENITE).unwrap_or(name);
    rest.strip_prefix(family).is_some_and(|rest| rest.is_empty() || rest.starts_with(['-', '_']))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// One crate with one dependency, among all crates of the table.
    #[track_caller]
    fn check_edge(from: &str, to: &str, kind: &Value, expected: Option<&str>) {
        let mut list: Vec<Value> = TABLE
            .iter()
            .filter(|edges| edges.name != from)
            .map(|edges| json!({ "name": edges.name, "dependencies": [] }))
            .collect();
        list.push(json!({ "name": from, "dependencies": [{ "name": to, "kind": kind }] }));
        let complaints = check(&packages(&json!({ "packages": list })));
        let lines: Vec<String> = complaints.iter().map(Complaint::to_string).collect();
        match expected {
            None => assert!(lines.is_empty(), "{lines:?}"),
            Some(part) => assert!(lines.len() == 1 && lines[0].contains(part), "{lines:?}"),
        }
    }

    #[test]
    fn permitted_edges_pass() {
        check_edge("hubbub-store", "hubbub-chat", &Value::Null, None);
        check_edge("hubbub", "hubbub-lab", &json!("dev"), None);
        check_edge("hubbub-realtime", "tokio-util", &Value::Null, None);
        check_edge("hubbub-lab", "tokio-tungstenite", &Value::Null, None);
    }

    #[test]
    fn an_edge_against_the_direction_is_named() {
        let expected = Some("hubbub-chat: must not depend on hubbub-store");
        check_edge("hubbub-chat", "hubbub-store", &Value::Null, expected);
        check_edge("hubbub-chat", "hubbub-store", &json!("dev"), expected);
        check_edge("hubbub", "hubbub-lab", &Value::Null, Some("must not depend on hubbub-lab"));
        check_edge("xtask", "hubbub-protocol", &Value::Null, Some("must not depend on hubbub-protocol"));
    }

    #[test]
    fn a_library_that_must_stay_unknown_is_named_with_its_family() {
        check_edge("hubbub-protocol", "tokio-util", &Value::Null, Some("must never know tokio"));
        check_edge("hubbub-realtime", "tokio-tungstenite", &Value::Null, Some("must never know tungstenite"));
        check_edge("hubbub-app", "gloo-net", &Value::Null, Some("must never know gloo"));
        check_edge("hubbub-client", "leptos_router", &json!("build"), Some("must never know leptos"));
    }

    #[test]
    fn tests_may_use_what_the_crate_must_not() {
        check_edge("hubbub-chat", "tokio", &json!("dev"), None);
    }

    #[test]
    fn names_that_only_begin_alike_are_no_family() {
        check_edge("hubbub-client", "leptosomething", &Value::Null, None);
    }

    #[test]
    fn a_crate_outside_the_table_is_named() {
        check_edge("hubbub-utils", "serde", &Value::Null, Some("hubbub-utils: is not in the table"));
    }
}
