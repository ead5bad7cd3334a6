//! A flag and an environment variable for every setting.

use std::path::PathBuf;

use clap::{Arg, ArgMatches, Command, builder::ValueParser, parser::ValueSource};

use crate::config::{ConfigFile, Given, KEYS, Key, Layers, Problem, Source};

const CONFIG: &str = "config";
/// What other Rust programs read; it counts where Hubbub's own variable is absent.
const RUST_LOG: &str = "RUST_LOG";

/// Adds the settings to the command and all its subcommands.
pub(super) fn add_to(command: Command) -> Command {
    let config = Arg::new(CONFIG)
        .long("config")
        .env("HUBBUB_CONFIG")
        .hide_env_values(true)
        .value_name("FILE")
        .value_parser(ValueParser::path_buf())
        .global(true)
        .help("Configuration file [default: hubbub.toml, where it exists]");
    KEYS.iter().fold(command, |command, key| command.arg(flag(key))).arg(config)
}

/// All sources of settings of this process.
pub(super) fn layers(matches: &ArgMatches) -> Result<Layers, Vec<Problem>> {
    let named = matches.get_one::<PathBuf>(CONFIG).filter(|path| !path.as_os_str().is_empty());
    let file = ConfigFile::load(named.map(PathBuf::as_path))?;
    let mut given: Vec<_> = KEYS.iter().filter_map(|key| given(matches, key)).collect();
    if let Ok(text) = std::env::var(RUST_LOG)
        && !text.is_empty()
        && !given.iter().any(|given| given.name == "log")
    {
        given.push(Given { name: "log", text, source: Source::Environment(RUST_LOG) });
    }
    Ok(Layers::new(given, file))
}

fn flag(key: &'static Key) -> Arg {
    let default = key.default.unwrap_or(key.otherwise);
    let arg = Arg::new(key.name)
        .long(key.flag)
        .env(key.variable)
        .hide_env_values(true)
        .value_name(key.value_name)
        .global(true)
        .help(format!("{} [default: {default}]", key.help));
    match key.bare {
        // Only after `=`, so that it does not take the next word for its value.
        Some(bare) => arg.num_args(0..=1).require_equals(true).default_missing_value(bare),
        None => arg,
    }
}

fn given(matches: &ArgMatches, key: &'static Key) -> Option<Given> {
    let text = matches.get_one::<String>(key.name)?.clone();
    let from_environment = matches.value_source(key.name) == Some(ValueSource::EnvVariable);
    if from_environment && text.is_empty() {
        // `HUBBUB_…=` in a unit or compose file means that it was left open.
        return None;
    }
    let source = if from_environment { Source::Environment(key.variable) } else { Source::Flag(key.flag) };
    Some(Given { name: key.name, text, source })
}
