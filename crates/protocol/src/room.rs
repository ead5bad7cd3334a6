//! Rooms: making, joining and listing them.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::{Account, AccountId, Presence, RoomId, Seq, Timestamp, Unread};

/// A room as its members see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Room {
    /// Which room.
    pub id: RoomId,
    /// The part of its address that people see: `/rooms/<slug>`. It never changes.
    pub slug: Slug,
    /// What it is called. A direct room has no name of its own: whoever asks gets the names of the others in it.
    pub name: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// Who may be in it.
    #[serde(default, skip_serializing_if = "RoomKind::is_open")]
    pub kind: RoomKind,
    /// Who is in a direct room, for ever; empty for all others.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub people: Vec<Account>,
}

impl Room {
    /// A room that everybody may join.
    pub const fn open(id: RoomId, slug: Slug, name: String, created_at: Timestamp) -> Self {
        Self { id, slug, name, created_at, kind: RoomKind::Open, people: Vec::new() }
    }
}

/// Who may be in a room.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RoomKind {
    /// Everybody may read and join it.
    #[default]
    Open,
    /// A fixed set of people, and nobody else learns that it exists.
    Direct,
    /// A kind this client does not know yet.
    #[serde(other)]
    Unknown,
}

impl RoomKind {
    /// Whether everybody may join.
    pub const fn is_open(&self) -> bool {
        matches!(self, Self::Open)
    }
}

/// The readable address of a room: lower-case letters and digits of any script, with hyphens between words.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Slug(String);

impl Slug {
    /// The slug that a room of this name gets; `None` when the name has neither letters nor digits.
    pub fn from_name(name: &str) -> Option<Self> {
        let words: Vec<_> = name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
        (!words.is_empty()).then(|| Self(words.join("-").to_lowercase()))
    }

    /// The address of a room that is not called anything: nobody can guess it, and no name leads to it.
    pub fn from_id(id: RoomId) -> Self {
        Self(id.to_string())
    }

    /// The slug as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Slug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for Slug {
    type Err = std::convert::Infallible;

    /// Takes any text: one that is no slug names no room.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(Self(text.to_owned()))
    }
}

/// A room in a list, for somebody who may or may not be in it: `GET /api/v1/rooms`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoomSummary {
    /// The room itself.
    pub room: Room,
    /// The highest position of its log.
    pub head: Seq,
    /// Whether the caller is a member.
    pub joined: bool,
    /// What is unread beyond the read marker; absent while the room was never marked as read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unread: Option<Unread>,
}

/// A room the caller is a member of, as it stands now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct JoinedRoom {
    /// The room itself.
    pub room: Room,
    /// The highest position of its log.
    pub head: Seq,
    /// Who is here now.
    pub presence: Presence,
    /// What is unread beyond the read marker; absent while the room was never marked as read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unread: Option<Unread>,
}

/// Command: make an open room and join it. Answered by [`RoomOpened`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CreateRoom {
    /// What to call it; no other room may have the same slug.
    pub name: String,
}

/// Command: open the direct room of these people and the caller, which is made if there is none yet. There is one for
/// each set of people. Answered by [`RoomOpened`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenDirect {
    /// The others. The caller may be left out or named; alone, they have a room for themselves.
    pub people: Vec<AccountId>,
}

/// Command: become a member of an open room. Joining twice changes nothing. Answered by [`RoomOpened`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct JoinRoom {
    /// Which room.
    pub room: RoomId,
}

/// Reply: you are a member of this room, and its events reach this connection from now on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RoomOpened {
    /// The room as it stands now.
    pub joined: JoinedRoom,
}

/// Event, to everyone: there is a new open room.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoomCreated {
    /// The new room.
    pub room: Room,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slug_reads_like_the_name() {
        for (name, slug) in
            [("General", "general"), ("Release 2.0!", "release-2-0"), ("花园", "花园"), ("a / b", "a-b")]
        {
            assert_eq!(Slug::from_name(name).as_ref().map(Slug::as_str), Some(slug), "{name}");
        }
        assert_eq!(Slug::from_name("?!"), None);
    }
}
