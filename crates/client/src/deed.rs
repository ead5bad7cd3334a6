//! What a person can do, as it waits in the outbox.

use hubbub_protocol::{
    AddReaction, CancelMessage, DeleteMessage, EditMessage, PinMessage, RemoveReaction, SendMessage, Source, Target,
    UnpinMessage, frame::Named,
};

/// One thing that the person did and the server has to carry out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Deed {
    /// Said something; the text is beside it.
    Send(Links),
    /// Cancelled a send that had no answer, see [`crate::Input::Cancel`].
    Cancel,
    /// Gave an own message another text.
    Edit {
        /// Which message.
        target: Target,
        /// The new text.
        body: String,
    },
    /// Deleted an own message. It waits five seconds, in which [`crate::Input::Undo`] takes it back.
    Delete {
        /// Which message.
        target: Target,
    },
    /// Reacted, or took a reaction back.
    React {
        /// To which message.
        target: Target,
        /// With which emoji, as the message has it or fully qualified.
        emoji: String,
        /// Whether the reaction should be there.
        on: bool,
    },
    /// Pinned a message, or took the pin off.
    Pin {
        /// Which message.
        target: Target,
        /// Whether it should be pinned.
        on: bool,
    },
}

/// What a message that is sent refers to; see [`hubbub_protocol::SendMessage`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Links {
    /// The message it answers.
    pub reply_to: Option<Target>,
    /// The message whose thread it goes into.
    pub thread: Option<Target>,
    /// Whether a message for a thread also stands in the room.
    pub also_in_room: bool,
    /// The message its text was taken from.
    pub forwarded_from: Option<Source>,
}

impl Default for Deed {
    fn default() -> Self {
        Self::Send(Links::default())
    }
}

impl Deed {
    /// The message that this is done to.
    pub fn target(&self) -> Option<Target> {
        match self {
            Self::Edit { target, .. }
            | Self::Delete { target }
            | Self::React { target, .. }
            | Self::Pin { target, .. } => Some(*target),
            Self::Send(_) | Self::Cancel => None,
        }
    }

    /// The command that carries it.
    pub(crate) fn command(&self) -> &'static str {
        match self {
            Self::Send(_) => SendMessage::NAME,
            Self::Cancel => CancelMessage::NAME,
            Self::Edit { .. } => EditMessage::NAME,
            Self::Delete { .. } => DeleteMessage::NAME,
            Self::React { on: true, .. } => AddReaction::NAME,
            Self::React { on: false, .. } => RemoveReaction::NAME,
            Self::Pin { on: true, .. } => PinMessage::NAME,
            Self::Pin { on: false, .. } => UnpinMessage::NAME,
        }
    }

    /// Whether the other one, which came later, makes this one pointless.
    pub(crate) fn is_replaced_by(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::React { target, emoji, .. }, Self::React { target: later, emoji: last, .. }) => {
                target == later && emoji == last
            }
            (Self::Pin { target, .. }, Self::Pin { target: later, .. }) => target == later,
            _ => false,
        }
    }
}
