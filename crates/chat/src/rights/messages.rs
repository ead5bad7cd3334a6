//! What members of a room may do to its messages. What has no action here is to everybody in the room.

use hubbub_protocol::{AccountId, Message, Target};

use super::Action;
use crate::{Error, Result, ports::Membership};

/// A message as far as it matters who may change it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Written {
    /// Which message.
    pub target: Target,
    /// Who wrote it.
    pub author: AccountId,
}

impl Written {
    /// The message at this place.
    pub fn new(target: Target, message: &Message) -> Self {
        Self { target, author: message.author.id }
    }
}

/// Giving a message another text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Edit;

impl Action for Edit {
    type By = Membership;
    type Object = Written;

    fn rule(&self, by: &Membership, object: &Written) -> Result<()> {
        by_author_alone(by, object)
    }
}

/// Deleting a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Delete;

impl Action for Delete {
    type By = Membership;
    type Object = Written;

    fn rule(&self, by: &Membership, object: &Written) -> Result<()> {
        by_author_alone(by, object)
    }
}

fn by_author_alone(by: &Membership, object: &Written) -> Result<()> {
    if object.author == by.account.id { Ok(()) } else { Err(Error::Forbidden) }
}
