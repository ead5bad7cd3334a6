//! `[telemetry]`: what is logged.

use tracing_subscriber::EnvFilter;

use super::{Key, Layers};

pub(super) const LOG: Key = Key {
    section: "telemetry",
    name: "log",
    flag: "log",
    variable: "HUBBUB_LOG",
    value_name: "LEVEL",
    bare: None,
    help: "error, warn, info, debug or trace, or a list such as info,hubbub_store=debug; RUST_LOG counts too",
    default: Some("info"),
    otherwise: "",
};

/// What is logged.
#[derive(Debug, Default)]
pub(crate) struct Telemetry {
    /// Which lines reach the log.
    pub(crate) log: EnvFilter,
}

impl Telemetry {
    pub(super) fn read(layers: &mut Layers) -> Self {
        Self { log: layers.value(&LOG, filter).unwrap_or_default() }
    }
}

fn filter(text: &str) -> Result<EnvFilter, String> {
    EnvFilter::try_new(text).map_err(|error| format!("`{text}` is not a log level or a list of them: {error}"))
}
