//! What the command line asks of the running server, over a socket in its data directory that only its user can open.
//!
//! Nothing edits the database under a server: whatever is done on the command line takes the same way as everything else,
//! and is heard by whoever is connected.

mod ask;
mod listen;
mod orders;

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

pub(crate) use ask::ask;
pub(crate) use listen::Control;

/// Bytes of an order, or of an answer to one.
const LONGEST: u64 = 4 * 1024 * 1024;

/// Something that whoever runs the server wants.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "order", rename_all = "snake_case", deny_unknown_fields)]
pub(crate) enum Order {
    /// Make an account, and a link by which its owner chooses a password.
    AddUser {
        /// What it is called.
        name: String,
        /// What it is.
        role: String,
    },
    /// Everybody there is.
    ListUsers,
    /// Make a link by which somebody chooses a new password.
    ResetUser {
        /// Who.
        name: String,
    },
    /// Keep somebody out, or let them in again.
    ActivateUser {
        /// Who.
        name: String,
        /// Whether they may sign in.
        active: bool,
    },
    /// Make somebody something else.
    ChangeRole {
        /// Who.
        name: String,
        /// What they are to be.
        role: String,
    },
    /// Make a link by which people come in.
    Invite {
        /// What they become.
        role: String,
        /// How many days it works.
        days: u32,
        /// How many people it lets in.
        uses: u32,
    },
}

/// What came of an order, in words for whoever gave it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub(crate) enum Answer {
    /// It was carried out.
    Done {
        /// What there is to say.
        text: String,
    },
    /// Nothing was changed.
    Refused {
        /// Why.
        reason: String,
    },
}

/// Where the socket is.
fn socket(data_dir: &Path) -> PathBuf {
    data_dir.join("control.sock")
}
