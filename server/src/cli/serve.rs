//! `hubbub serve`: runs the server until it is asked to stop.

use rustix::{
    fs::Mode,
    process::{Resource, Rlimit, getrlimit, setrlimit, umask},
};
use tokio::{runtime::Runtime, task::JoinSet};

use super::{Failure, say};
use crate::{
    app::App,
    config::Config,
    lifecycle::{Shutdown, Signals},
    telemetry,
};

/// Runs the server.
pub(super) fn serve(config: &Config) -> Result<(), Failure> {
    telemetry::start(&config.telemetry);
    keep_to_ourselves();
    let runtime = Runtime::new().map_err(|error| Failure::Server(format!("the runtime does not start: {error}")))?;
    let result = runtime.block_on(run(config));
    // Whatever still runs has had its time.
    runtime.shutdown_background();
    result
}

async fn run(config: &Config) -> Result<(), Failure> {
    let shutdown = Shutdown::default();
    let signals = Signals::listen().map_err(|error| Failure::Server(format!("signals cannot be heard: {error}")))?;
    let mut listening = JoinSet::new();
    listening.spawn(signals.obey(shutdown.clone()));

    let app = App::start(config, shutdown).await.map_err(|error| Failure::server(&error))?;
    say(&format!("Hubbub is ready: {}", app.address()))?;
    if let Some(link) = app.set_up_link() {
        say(&format!("Nobody owns it yet. This link makes you the owner, and works once: {link}"))?;
    }
    if app.run().await {
        Ok(())
    } else {
        Err(Failure::Server("something did not end in time; everything that was acknowledged is on disk".to_owned()))
    }
}

/// What this process writes is for its user alone, and its memory, which holds keys, is not dumped.
fn keep_to_ourselves() {
    umask(Mode::RWXG | Mode::RWXO);
    let maximum = getrlimit(Resource::Core).maximum;
    if setrlimit(Resource::Core, Rlimit { current: Some(0), maximum }).is_err() {
        tracing::warn!("core dumps cannot be switched off");
    }
}
