//! What is said about messages: what became of them, and what one can do with them.

use hubbub_client::Deed;
use hubbub_protocol::{ErrorCode, Refusal};

use super::{names, refusal};

pub(crate) const ACTIONS: &str = "Actions";
pub(crate) const MORE_ACTIONS: &str = "More actions";
pub(crate) const REACT: &str = "React";
pub(crate) const ANOTHER_EMOJI: &str = "Another emoji…";
pub(crate) const REPLY: &str = "Reply";
pub(crate) const COPY_TEXT: &str = "Copy text";
pub(crate) const COPY_LINK: &str = "Copy link";
pub(crate) const MARK_UNREAD: &str = "Mark unread from here";
pub(crate) const PIN: &str = "Pin to the room";
pub(crate) const UNPIN: &str = "Unpin";
pub(crate) const FORWARD: &str = "Forward…";
pub(crate) const MESSAGE_INFO: &str = "Message info";
pub(crate) const CANCEL_SENDING: &str = "Cancel sending";

pub(crate) const EDITED: &str = "edited";
pub(crate) const DELETED: &str = "Message deleted";
pub(crate) const REACTIONS: &str = "Reactions";
pub(crate) const ADD_REACTION: &str = "Add a reaction";
pub(crate) const IN_REPLY_TO: &str = "In reply to";
pub(crate) const QUOTE_DELETED: &str = "The message was deleted";
pub(crate) const QUOTE_UNKNOWN: &str = "An earlier message";

pub(crate) const EDIT_MESSAGE: &str = "Edit message";
pub(crate) const EDIT_HINT: &str = "Enter saves, Escape cancels";
pub(crate) const EDIT_RESCUED: &str = "The message was deleted meanwhile. What you wrote is in the composer.";
pub(crate) const SAVE: &str = "Save";
pub(crate) const STOP_REPLYING: &str = "Do not reply";
pub(crate) const DISCARD: &str = "Discard";
pub(crate) const UNDO: &str = "Undo";
pub(crate) const CLOSE: &str = "Close";
pub(crate) const SHOW: &str = "Show";

pub(crate) const LINK_COPIED: &str = "Link copied";
pub(crate) const TEXT_COPIED: &str = "Text copied";
pub(crate) const NOT_COPIED: &str = "This browser does not allow copying here.";
pub(crate) const NO_SUCH_MESSAGE: &str = "There is no message at this address.";
pub(crate) const MESSAGE_NOT_LOADED: &str = "The message could not be loaded. Try again when you are connected.";

pub(crate) const PINS: &str = "Pinned messages";
pub(crate) const NO_PINS: &str = "Nothing is pinned to this room yet. Pin a message from its menu.";
pub(crate) const LOADING: &str = "Loading…";
pub(crate) const PINS_MISSING: &str = "Some pinned messages cannot be loaded right now.";

pub(crate) const FORWARD_TO: &str = "Forward to";
pub(crate) const FIND_A_ROOM: &str = "Find a room";
pub(crate) const NO_SUCH_ROOM: &str = "You are in no room with this name.";

pub(crate) const SENT_AT: &str = "Sent";
pub(crate) const VERSIONS: &str = "Versions";
pub(crate) const ORIGINAL: &str = "Original";
pub(crate) const CURRENT: &str = "Current";
pub(crate) const NO_VERSIONS: &str = "Nothing of its text is left.";
pub(crate) const INFO_MISSING: &str = "The history cannot be loaded right now.";

/// What the mark says on a message with another text than at first, beside "edited".
pub(crate) fn edited_at(at: &str) -> String {
    at.to_owned() + ". Show the history"
}

/// Who reacted.
pub(crate) fn reacted(people: &[String]) -> String {
    names(people).unwrap_or_default()
}

/// The sentence that names a row, and behind it what became of the message.
pub(crate) fn sentences(mut head: String, is_edited: bool, reactions: usize, state: &str) -> String {
    let mut add = |sentence: &str| {
        if !sentence.is_empty() {
            head.push_str(". ");
            head.push_str(sentence);
        }
    };
    add(if is_edited { "Edited" } else { "" });
    add(&match reactions {
        0 => String::new(),
        1 => "1 reaction".to_owned(),
        count => format!("{count} reactions"),
    });
    add(state);
    head
}

/// What one answers.
pub(crate) fn replying_to(author: &str) -> String {
    "Replying to ".to_owned() + author
}

/// Who pinned a message.
pub(crate) fn pinned_by(name: &str) -> String {
    "Pinned by ".to_owned() + name
}

/// That somebody pinned a message.
pub(crate) fn pinned_a_message(name: &str) -> String {
    name.to_owned() + " pinned a message"
}

/// Where a text was said first.
pub(crate) fn forwarded_from(author: &str) -> String {
    "Forwarded from ".to_owned() + author
}

/// That a text was sent on.
pub(crate) fn forwarded_to(room: &str) -> String {
    "Forwarded to ".to_owned() + room
}

/// The label of the button in the room header.
pub(crate) fn pins(count: usize) -> String {
    if count == 1 { "1 pinned message".to_owned() } else { format!("{count} pinned messages") }
}

/// The label of an emoji to react with.
pub(crate) fn react_with(emoji: &str) -> String {
    "React with ".to_owned() + emoji
}

/// A version of a text.
pub(crate) fn version(revision: u32, at: &str) -> String {
    if revision == 0 { [ORIGINAL, " · ", at].concat() } else { format!("Edit {revision} · {at}") }
}

/// What the server did not do, and why.
pub(crate) fn deed_refused(deed: &Deed, why: &Refusal) -> String {
    let what = match deed {
        Deed::Edit { .. } => "The message was not changed.",
        Deed::Delete { .. } | Deed::Cancel => "The message was not deleted.",
        Deed::React { on: true, .. } => "The reaction was not added.",
        Deed::React { on: false, .. } => "The reaction was not taken back.",
        Deed::Pin { on: true, .. } => "The message was not pinned.",
        Deed::Pin { on: false, .. } => "The pin was not taken off.",
        Deed::Send(_) => "The message was not sent.",
    };
    let why = match (why.code, why.limit, deed) {
        (ErrorCode::TooMany, Some(limit), Deed::Pin { .. }) => format!("A room has at most {limit} pins."),
        (ErrorCode::TooMany, Some(limit), Deed::React { .. }) if why.field.as_deref() == Some("emoji") => {
            format!("A message has at most {limit} different reactions.")
        }
        (ErrorCode::TooMany, Some(limit), Deed::React { .. }) => format!("A message has at most {limit} reactions."),
        (ErrorCode::TooMany, Some(limit), _) => format!("A message can be edited {limit} times."),
        _ => refusal(why),
    };
    [what, " ", &why].concat()
}

#[cfg(test)]
mod tests {
    use hubbub_protocol::{MessageId, Seq, Target, Timestamp};

    use super::*;

    #[test]
    fn a_reaction_names_who_reacted() {
        let people = ["Ada".to_owned(), "Grace".to_owned()];
        assert_eq!(reacted(&people), "Ada and Grace");
    }

    #[test]
    fn a_refusal_says_what_did_not_happen_and_why() {
        let target = Target { seq: Seq::new(1), message: MessageId::new(Timestamp::default(), [1; 10]) };
        let refused = Refusal::new(ErrorCode::TooMany, "for developers").limit(50);
        let told = deed_refused(&Deed::Pin { target, on: true }, &refused);
        assert_eq!(told, "The message was not pinned. A room has at most 50 pins.");
        let told = deed_refused(&Deed::Delete { target }, &Refusal::new(ErrorCode::Forbidden, "for developers"));
        assert_eq!(told, "The message was not deleted. Only who wrote it may do this.");
    }
}
