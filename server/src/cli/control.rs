//! `hubbub user …` and `hubbub invite`: orders for the running server.

use std::path::Path;

use clap::{Args, Subcommand};

use super::{Failure, say};
use crate::control::{Answer, Order, ask};

/// What to do about people.
#[derive(Debug, Clone, Subcommand)]
pub(super) enum UserCommand {
    /// Make an account, and a link by which its owner chooses a password
    Add {
        /// The name that others will see
        name: String,
        /// What they are: guest, member, administrator or owner
        #[arg(long, default_value = "member")]
        role: String,
    },
    /// Show everybody, and what they are
    List,
    /// Make a link by which somebody chooses a new password
    Reset {
        /// Their name
        name: String,
    },
    /// Make somebody something else
    Role {
        /// Their name
        name: String,
        /// What they are to be: guest, member, administrator or owner
        role: String,
    },
    /// Sign somebody out everywhere and keep them out
    Deactivate {
        /// Their name
        name: String,
    },
    /// Let somebody in again
    Activate {
        /// Their name
        name: String,
    },
}

/// What an invitation should be.
#[derive(Debug, Clone, Args)]
pub(super) struct InviteArguments {
    /// What people become by it: guest or member
    #[arg(long, default_value = "member")]
    role: String,
    /// How many days it works, at most 90
    #[arg(long, default_value_t = 7)]
    days: u32,
    /// How many people it lets in, at most 100
    #[arg(long, default_value_t = 1)]
    uses: u32,
}

impl From<UserCommand> for Order {
    fn from(command: UserCommand) -> Self {
        match command {
            UserCommand::Add { name, role } => Self::AddUser { name, role },
            UserCommand::List => Self::ListUsers,
            UserCommand::Reset { name } => Self::ResetUser { name },
            UserCommand::Role { name, role } => Self::ChangeRole { name, role },
            UserCommand::Deactivate { name } => Self::ActivateUser { name, active: false },
            UserCommand::Activate { name } => Self::ActivateUser { name, active: true },
        }
    }
}

impl From<InviteArguments> for Order {
    fn from(InviteArguments { role, days, uses }: InviteArguments) -> Self {
        Self::Invite { role, days, uses }
    }
}

/// Gives an order to the server that runs on the data directory, and says what came of it.
pub(super) fn give(data_dir: &Path, order: impl Into<Order>) -> Result<(), Failure> {
    match ask(data_dir, &order.into()).map_err(|error| Failure::server(&error))? {
        Answer::Done { text } => say(&text),
        Answer::Refused { reason } => Err(Failure::Server(reason)),
    }
}
