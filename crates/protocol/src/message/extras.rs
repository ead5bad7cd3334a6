//! What only some messages have.

use serde::Serialize;

use super::Target;
use crate::{Account, RoomId, Seq, Timestamp, limits};

/// The last change of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Edited {
    /// How often the text was changed.
    pub revision: u32,
    /// When it was changed last.
    pub at: Timestamp,
}

/// The end of a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Deleted {
    /// Who deleted it.
    pub by: Account,
    /// When.
    pub at: Timestamp,
}

/// The message that another one answers, in short.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Quote {
    /// Which message.
    pub target: Target,
    /// Who wrote it.
    pub author: Account,
    /// How its text begins, in one line, see [`excerpt`]; empty once it was deleted.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub excerpt: String,
    /// Whether it was deleted.
    #[serde(rename = "gone", skip_serializing_if = "std::ops::Not::not")]
    pub deleted: bool,
}

/// The thread a message is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct InThread {
    /// The message it began with.
    pub root: Target,
    /// Whether the message also stands in the room.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub also_in_room: bool,
}

/// A thread, as its root tells of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Replies {
    /// How many replies there are; deleted ones do not count, and without any there is no summary.
    pub count: u32,
    /// The place of the newest one, also when it was deleted since.
    pub last: Seq,
    /// Who wrote that.
    pub by: Account,
    /// When.
    pub at: Timestamp,
}

/// A message that is pinned to its room.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Pinned {
    /// Who pinned it.
    pub by: Account,
    /// When.
    pub at: Timestamp,
}

/// Where a text was said first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ForwardedFrom {
    /// In which room.
    pub room: RoomId,
    /// As which message.
    pub target: Target,
    /// By whom.
    pub author: Account,
}

/// How a text begins: one line of at most `limits::EXCERPT` characters.
pub fn excerpt(body: &str) -> String {
    // Cut before the words are counted, so that a long text costs no more than a short one.
    let start: String = body.chars().take(limits::EXCERPT * 4).collect();
    let line = start.split_whitespace().collect::<Vec<_>>().join(" ");
    line.chars().take(limits::EXCERPT).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_excerpt_is_one_short_line() {
        assert_eq!(excerpt("  Lunch?\n\n> at  noon "), "Lunch? > at noon");
        assert_eq!(excerpt(&"ä".repeat(10_000)), "ä".repeat(limits::EXCERPT));
        assert_eq!(excerpt(" \n"), "");
    }
}
