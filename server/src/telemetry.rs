//! The log: one compact line per event, on standard error.

use std::io::IsTerminal;

use crate::config::Telemetry;

/// Starts logging. Lines written before are lost.
pub(crate) fn start(telemetry: &Telemetry) {
    tracing_subscriber::fmt()
        .compact()
        .with_env_filter(telemetry.log.clone())
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        .init();
}
