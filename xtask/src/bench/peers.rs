//! The peers: what each needs, how it is started, and why it is not there if it is not.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail, ensure};
use serde_json::{Value, json};

use super::in_release;
use crate::setup::debian;
use crate::workspace::Workspace;
use crate::{process, say};

pub(super) mod packages;

/// One peer and what prepares it.
struct Peer {
    key: &'static str,
    name: &'static str,
    /// The protocol in its frames, as the laboratory calls it.
    dialect: &'static str,
    floor: Option<&'static str>,
    prepare: fn(&Place<'_>) -> Result<Ready>,
}

/// A peer that can be started.
struct Ready {
    version: String,
    command: Vec<String>,
}

/// Where peers are built.
struct Place<'a> {
    workspace: &'a Workspace,
    /// What is built goes here.
    folder: &'a Path,
}

const PEERS: &[Peer] = &[
    Peer {
        key: "uwebsockets",
        name: "uWebSockets, native publish",
        dialect: "plain",
        floor: None,
        prepare: uwebsockets,
    },
    Peer { key: "nats", name: "nats-server", dialect: "nats", floor: None, prepare: nats },
    Peer { key: "axum", name: "axum + tokio broadcast", dialect: "plain", floor: None, prepare: axum },
    Peer { key: "gin", name: "Gin + gorilla", dialect: "plain", floor: None, prepare: gin },
    Peer { key: "ws", name: "Node ws", dialect: "plain", floor: None, prepare: ws },
    Peer { key: "socketio", name: "Socket.IO", dialect: "socket-io", floor: None, prepare: socketio },
    Peer { key: "campfire", name: "Campfire in Rust", dialect: "plain", floor: None, prepare: campfire },
    Peer { key: "plain", name: "plain floor", dialect: "plain", floor: Some("plain"), prepare: plain_floor },
    Peer { key: "batched", name: "batched floor", dialect: "plain", floor: Some("batched"), prepare: batched_floor },
];

/// Prepares those asked for, one line for each; one that cannot be had is named with the reason.
pub(super) fn prepare(workspace: &Workspace, folder: &Path, wanted: &[String]) -> Result<Vec<Value>> {
    if let Some(unknown) = wanted.iter().find(|key| PEERS.iter().all(|peer| peer.key != key.as_str())) {
        let known: Vec<&str> = PEERS.iter().map(|peer| peer.key).collect();
        bail!("there is no peer `{unknown}`; there are {}", known.join(", "));
    }
    let place = Place { workspace, folder };
    let asked = PEERS.iter().filter(|peer| wanted.is_empty() || wanted.iter().any(|key| key == peer.key));
    Ok(asked.map(|peer| describe(peer, (peer.prepare)(&place))).collect())
}

fn describe(peer: &Peer, prepared: Result<Ready>) -> Value {
    match prepared {
        Ok(Ready { version, command }) => {
            say::line(format!("{}: {version}", peer.name));
            let Peer { name, dialect, floor, .. } = peer;
            json!({"name": name, "version": version, "dialect": dialect, "floor": floor, "command": command})
        }
        Err(error) => {
            say::problem(format!("{}: not available: {error:#}", peer.name));
            json!({"name": peer.name, "missing": format!("{error:#}")})
        }
    }
}

impl Place<'_> {
    /// The sources of a peer.
    fn source(&self, peer: &str) -> std::path::PathBuf {
        self.workspace.root().join("crates/lab/peers").join(peer)
    }

    fn ask(&self, program: &str, arguments: &[&str]) -> Result<String> {
        Ok(process::output(self.workspace.command(program).args(arguments))?.trim().to_owned())
    }
}

fn words(command: &[&dyn AsRef<std::ffi::OsStr>]) -> Vec<String> {
    command.iter().map(|word| word.as_ref().to_string_lossy().into_owned()).collect()
}

fn ws(place: &Place<'_>) -> Result<Ready> {
    node(place, "ws", "ws")
}

fn socketio(place: &Place<'_>) -> Result<Ready> {
    node(place, "socketio", "socket.io")
}

fn node(place: &Place<'_>, peer: &str, package: &str) -> Result<Ready> {
    let source = place.source(peer);
    let version = packages::npm(place.workspace, &source, package)?;
    let node = place.ask("node", &["--version"])?;
    Ok(Ready {
        version: format!("{package} {version}, Node {}", node.trim_start_matches('v')),
        command: words(&[&"node", &source.join("server.js")]),
    })
}

fn uwebsockets(place: &Place<'_>) -> Result<Ready> {
    packages::debian(place.workspace, &["libuv1"])?;
    let source = place.source("uwebsockets");
    let python = packages::venv(place.workspace, &place.folder.join("venv"), &source.join("requirements.txt"))?;
    let program = python.to_string_lossy();
    // Importing is the proof that the bundled native library can be loaded.
    let version = place.ask(
        &program,
        &["-c", "import socketify; from importlib.metadata import version; print(version('socketify'))"],
    )?;
    Ok(Ready { version: format!("in socketify {version}"), command: words(&[&python, &source.join("server.py")]) })
}

fn nats(place: &Place<'_>) -> Result<Ready> {
    packages::debian(place.workspace, &["nats-server"])?;
    let version = place.ask("nats-server", &["--version"])?;
    let version = version.rsplit(' ').next().unwrap_or_default().trim_start_matches('v').to_owned();
    Ok(Ready { version, command: words(&[&"nats-server", &"-c", &place.source("nats").join("nats.conf")]) })
}

fn gin(place: &Place<'_>) -> Result<Ready> {
    const PACKAGES: [&str; 3] = ["golang-go", "golang-github-gin-gonic-gin-dev", "golang-github-gorilla-websocket-dev"];
    packages::debian(place.workspace, &PACKAGES)?;
    let binary = place.folder.join("peer-gin");
    let mut go = place.workspace.command("go");
    go.current_dir(place.source("gin")).arg("build").arg("-o").arg(&binary).arg("main.go");
    // Debian's packages are sources in its own GOPATH; nothing is fetched.
    go.env("GO111MODULE", "off").env("GOPATH", "/usr/share/gocode").env("GOCACHE", place.folder.join("go-cache"));
    process::run(&mut go)?;
    let [go, gin, gorilla] = PACKAGES.map(|package| debian::version(place.workspace, package));
    Ok(Ready { version: format!("Gin {gin}, gorilla {gorilla}, Go {go}"), command: words(&[&binary]) })
}

fn axum(place: &Place<'_>) -> Result<Ready> {
    let lock = fs::read_to_string(place.workspace.root().join("Cargo.lock"))?.parse::<toml::Table>()?;
    let version = crate::setup::cargo_tool::locked_version(&lock, "axum").context("axum is not in Cargo.lock")?;
    rust(place, "peer-axum", None, &version)
}

fn plain_floor(place: &Place<'_>) -> Result<Ready> {
    rust(place, "peer-floor", Some("plain"), "one write per client and message")
}

fn batched_floor(place: &Place<'_>) -> Result<Ready> {
    rust(place, "peer-floor", Some("batched"), "one write per client and wake-up")
}

fn rust(place: &Place<'_>, program: &str, argument: Option<&str>, version: &str) -> Result<Ready> {
    let binary = in_release(place.workspace, program);
    ensure!(binary.is_file(), "{} was not built", binary.display());
    let mut command = words(&[&binary]);
    command.extend(argument.map(str::to_owned));
    Ok(Ready { version: version.to_owned(), command })
}

fn campfire(_: &Place<'_>) -> Result<Ready> {
    bail!("it is not published as a crate")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_peer_that_cannot_be_had_is_named_with_the_reason() {
        let peer = &PEERS[0];
        let described = describe(peer, Err(anyhow::anyhow!("no network").context("pip failed")));
        assert_eq!(described["missing"], "pip failed: no network");
        assert_eq!(described["name"], peer.name);
    }

    #[test]
    fn keys_are_unique() {
        let mut keys: Vec<&str> = PEERS.iter().map(|peer| peer.key).collect();
        keys.sort_unstable();
        keys.dedup();
        assert_eq!(keys.len(), PEERS.len());
    }
}
