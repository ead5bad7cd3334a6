//! Settings: what they are, where they may come from and which of them wins.
//!
//! A file per section; each lists its keys once, and the command line, the file and `config print` follow from that.
//! Flags win over the environment, the environment over the file, the file over the defaults.

mod accounts;
mod file;
mod http;
mod layers;
pub(crate) mod origin;
mod proxies;
mod public_url;
mod sessions;
mod store;
mod telemetry;

use std::fmt;

pub(crate) use accounts::Accounts;
pub(crate) use file::ConfigFile;
pub(crate) use http::Http;
pub(crate) use layers::{Given, Layers, Resolved, Source};
pub(crate) use proxies::Proxies;
pub(crate) use public_url::PublicUrl;
pub(crate) use sessions::Sessions;
pub(crate) use store::Store;
pub(crate) use telemetry::Telemetry;

/// Every setting there is, in the order in which `config print` shows them.
pub(crate) const KEYS: &[&Key] = &[
    &http::LISTEN,
    &http::PUBLIC_URL,
    &http::MAX_CONNECTIONS,
    &http::HEADER_TIMEOUT,
    &proxies::TRUSTED_PROXIES,
    &store::DATA_DIR,
    &accounts::OPEN,
    &sessions::IDLE_DAYS,
    &sessions::LONGEST_DAYS,
    &telemetry::LOG,
];

/// One setting and all its names.
#[derive(Debug)]
pub(crate) struct Key {
    /// The section of the file.
    pub(crate) section: &'static str,
    /// The name in the section.
    pub(crate) name: &'static str,
    /// The flag, without its hyphens in front.
    pub(crate) flag: &'static str,
    /// The environment variable.
    pub(crate) variable: &'static str,
    /// What the flag's value is called in the help.
    pub(crate) value_name: &'static str,
    /// What the flag means without a value; `None` if it needs one.
    pub(crate) bare: Option<&'static str>,
    /// What it decides, in a line.
    pub(crate) help: &'static str,
    /// The default as it could be written in the file; `None` when it is computed or absent.
    pub(crate) default: Option<&'static str>,
    /// What happens without a value, where there is no default to write down.
    pub(crate) otherwise: &'static str,
}

/// The settings in force.
#[derive(Debug)]
pub(crate) struct Config {
    /// How to listen and under which address people come.
    pub(crate) http: Http,
    /// Where everything durable is.
    pub(crate) store: Store,
    /// How people come in.
    pub(crate) accounts: Accounts,
    /// How long people stay signed in.
    pub(crate) sessions: Sessions,
    /// What is logged.
    pub(crate) telemetry: Telemetry,
}

/// What is wrong with a setting, as a sentence that says what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Problem(pub(crate) String);

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Config {
    /// Reads every section from the layers; all problems are reported, not only the first.
    pub(crate) fn read(layers: &mut Layers) -> Result<Self, Vec<Problem>> {
        let config = Self {
            http: Http::read(layers),
            store: Store::read(layers),
            accounts: Accounts::read(layers),
            sessions: Sessions::read(layers),
            telemetry: Telemetry::read(layers),
        };
        let mut problems = layers.take_problems();
        problems.extend(config.http.validate());
        problems.extend(config.sessions.validate());
        if problems.is_empty() { Ok(config) } else { Err(problems) }
    }
}

#[cfg(test)]
mod tests;
