//! Who may do what to a message. This is the one place that decides; roles will be asked here too.

use hubbub_protocol::Message;

use crate::{Error, Result, ports::Membership};

/// Something that not every member may do to every message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Action {
    /// Give it another text.
    Edit,
    /// Delete it.
    Delete,
}

/// Whether this member of the room may do this to one of its messages. What is left is to everybody in the room.
pub(crate) fn authorize(member: &Membership, action: Action, message: &Message) -> Result<()> {
    match action {
        Action::Edit | Action::Delete if message.author.id == member.account.id => Ok(()),
        Action::Edit | Action::Delete => Err(Error::Forbidden),
    }
}
