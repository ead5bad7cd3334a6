//! The command line: which command, with which settings, and how a failure is told.

mod config;
mod control;
mod serve;
mod settings;

use std::{fmt::Display, process::ExitCode};

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};

use crate::config::{Config, Problem};

use control::{InviteArguments, UserCommand};

/// Chat that keeps its promises: messages are on disk before they are called sent.
#[derive(Debug, Parser)]
#[command(name = "hubbub", version, after_help = AFTER_HELP)]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
}

/// What to do.
#[derive(Debug, Subcommand)]
enum Command {
    /// Run the server (the default)
    Serve,
    /// Look at the settings without running the server
    #[command(subcommand)]
    Config(ConfigCommand),
    /// Look after people, on the running server
    #[command(subcommand)]
    User(UserCommand),
    /// Make a link by which people come in, on the running server
    Invite(InviteArguments),
}

/// What to do with the settings.
#[derive(Debug, Clone, Copy, Subcommand)]
enum ConfigCommand {
    /// Say whether the settings are right
    Check,
    /// Show the settings in force and where each came from, in the form of hubbub.toml
    Print,
}

const AFTER_HELP: &str = "\
Flags win over environment variables, those over hubbub.toml, and that over the defaults.

Exit codes: 0 done, 1 it could not be done, 2 the settings are wrong.";

/// Why a command did not work, told in one sentence each.
#[derive(Debug)]
enum Failure {
    /// The settings are wrong.
    Settings(Vec<Problem>),
    /// The server could not start or stop as it should, or did not do what it was asked to.
    Server(String),
}

impl Failure {
    /// The sentence of an error, and in brackets what the system said.
    fn server(error: &impl std::error::Error) -> Self {
        let causes = std::iter::successors(error.source(), |&cause| cause.source());
        Self::Server(causes.fold(error.to_string(), |sentence, cause| format!("{sentence} ({cause})")))
    }
}

/// Does what the command line says.
pub(crate) fn run() -> ExitCode {
    match try_run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure::Settings(problems)) => {
            problems.iter().for_each(tell);
            ExitCode::from(2)
        }
        Err(Failure::Server(sentence)) => {
            tell(&sentence);
            ExitCode::from(1)
        }
    }
}

fn try_run() -> Result<(), Failure> {
    // Wrong arguments, `--help` and `--version` end here, with the usual exit codes.
    let matches = settings::add_to(Cli::command()).get_matches();
    let cli = Cli::from_arg_matches(&matches).unwrap_or_else(|error| error.exit());
    let mut layers = settings::layers(&matches).map_err(Failure::Settings)?;
    let config = Config::read(&mut layers);
    match cli.command.unwrap_or(Command::Serve) {
        Command::Serve => serve::serve(&config.map_err(Failure::Settings)?),
        Command::Config(ConfigCommand::Check) => config::check(&config.map_err(Failure::Settings)?),
        Command::User(command) => control::give(&config.map_err(Failure::Settings)?.store.data_dir, command),
        Command::Invite(offer) => control::give(&config.map_err(Failure::Settings)?.store.data_dir, offer),
        Command::Config(ConfigCommand::Print) => {
            config::print(layers.resolved())?;
            config.map(drop).map_err(Failure::Settings)
        }
    }
}

#[expect(clippy::print_stderr, reason = "a command tells its failure where people look for it")]
fn tell(sentence: &impl Display) {
    eprintln!("error: {sentence}");
}

/// Says something on standard output; fails only when nobody can hear it.
fn say(text: &str) -> Result<(), Failure> {
    use std::io::Write;

    let mut stdout = std::io::stdout().lock();
    let said = writeln!(stdout, "{text}").and_then(|()| stdout.flush());
    said.map_err(|error| Failure::Server(format!("nothing can be written to standard output: {error}")))
}
