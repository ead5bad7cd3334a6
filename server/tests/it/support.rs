//! What the tests speak in: servers, browsers, and the program on the command line.

mod browser;
mod http;
mod program;

use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
    time::Duration,
};

use hubbub_lab::{Person, ServerProcess};

pub(crate) use browser::Browser;
pub(crate) use http::{Answer, Ask};
pub(crate) use program::{Program, hubbub};

/// How long a test waits for something that must happen.
pub(crate) const PATIENCE: Duration = Duration::from_secs(10);

/// A password that is good enough.
pub(crate) const PASSWORD: &str = "the roses are out again";

/// The binary under test.
pub(crate) fn binary() -> &'static Path {
    Path::new(env!("CARGO_BIN_EXE_hubbub"))
}

/// Waits for something that must happen, and fails the test when it does not.
pub(crate) async fn within_patience<T>(what: &str, work: impl Future<Output = T>) -> T {
    tokio::time::timeout(PATIENCE, work).await.unwrap_or_else(|_| panic!("{what} did not happen within {PATIENCE:?}"))
}

/// A running server with an empty data directory and a free port, both kept over restarts.
pub(crate) struct TestServer(ServerProcess);

impl TestServer {
    /// Starts a server.
    pub(crate) async fn start() -> Self {
        Self::start_with(&[]).await
    }

    /// Starts a server with further arguments.
    pub(crate) async fn start_with(arguments: &[&str]) -> Self {
        Self(ServerProcess::start_with(binary(), arguments).await.expect("the server starts"))
    }

    /// Starts a server as it is without being told otherwise: people need an account.
    pub(crate) async fn start_closed() -> Self {
        Self(ServerProcess::start_closed(binary(), &[]).await.expect("the server starts"))
    }

    /// The path of the link by which its first owner comes in.
    pub(crate) async fn set_up_path(&self) -> String {
        let link = self.0.set_up_link().await.expect("it prints a link");
        link.strip_prefix(&format!("http://{}", self.address())).expect("it leads here").to_owned()
    }

    /// A browser with the first owner signed in, called Grace, on a server that was just started.
    pub(crate) async fn owner(&self) -> Browser {
        let mut grace = self.browser();
        let fields = [("name", "Grace"), ("password", PASSWORD)];
        let answer = grace.send(Ask::post(&self.set_up_path().await).form(&fields)).await;
        assert_eq!((answer.status, answer.header("location")), (303, "/"), "{}", answer.text());
        grace
    }

    /// Where it keeps everything.
    pub(crate) fn data_dir(&self) -> PathBuf {
        self.0.data_dir()
    }

    /// Where it listens.
    pub(crate) fn address(&self) -> SocketAddr {
        self.0.server().address()
    }

    /// A browser nobody has signed in with.
    pub(crate) fn browser(&self) -> Browser {
        Browser::new(self.address())
    }

    /// A browser with somebody signed in.
    pub(crate) async fn browser_of(&self, name: &str) -> Browser {
        let mut browser = self.browser();
        let answer = browser.sign_in(name).await;
        assert_eq!(answer.status, 201, "{name} cannot sign in: {}", answer.text());
        browser
    }

    /// Somebody with an account and a live socket.
    pub(crate) async fn member(&self, name: &str) -> Person {
        Person::sign_up(&self.0.server(), name).await.unwrap_or_else(|error| panic!("{name} cannot come: {error:#}"))
    }

    /// Asks it to end, as an operator would, and starts it again.
    pub(crate) async fn restart(&mut self) {
        let status = self.0.terminate().await.expect("the server ends");
        assert!(status.success(), "the server ended with {status}: {}", self.log());
        self.0.start_again().await.expect("the server starts again");
    }

    /// Ends it as a crash would and starts it again.
    pub(crate) async fn crash(&mut self) {
        self.0.kill().await.expect("the server can be killed");
        self.0.start_again().await.expect("the server starts again");
    }

    /// Asks it to end, as an operator would, and gives everything that is left in its data directory.
    pub(crate) async fn end(&mut self) -> Vec<u8> {
        let status = self.0.terminate().await.expect("the server ends");
        assert!(status.success(), "the server ended with {status}: {}", self.log());
        self.files()
    }

    /// The bytes of all files in its data directory.
    pub(crate) fn files(&self) -> Vec<u8> {
        let files = std::fs::read_dir(self.0.data_dir()).expect("there is a data directory");
        let paths = files.filter_map(|file| file.ok().map(|file| file.path())).filter(|path| path.is_file());
        paths.flat_map(|path| std::fs::read(path).unwrap_or_default()).collect()
    }

    /// What it has logged.
    pub(crate) fn log(&self) -> String {
        self.0.log().expect("there is a log")
    }
}
