//! Typed ids. A raw string or integer in a signature would let a room pass for a message.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, de::Error, de::Visitor};
use uuid::Uuid;

/// A text that is not an id of the expected form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotAnId;

impl fmt::Display for NotAnId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an id must be a UUID such as 0198c1f2-7a3b-7c4d-8e5f-0123456789ab")
    }
}

impl std::error::Error for NotAnId {}

macro_rules! define_id {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl $name {
            /// An id that sorts by `now`, from 10 random bytes. Clock and generator belong to the caller.
            pub fn new(now: crate::Timestamp, random: [u8; 10]) -> Self {
                let millis = u64::try_from(now.as_millis()).unwrap_or(0);
                Self(uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid())
            }

            /// The id with exactly these bytes, as a store keeps them.
            pub const fn from_bytes(bytes: [u8; 16]) -> Self {
                Self(Uuid::from_bytes(bytes))
            }

            /// The bytes a store keeps.
            pub const fn as_bytes(&self) -> &[u8; 16] {
                self.0.as_bytes()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&self.0, f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.0)
            }
        }

        impl FromStr for $name {
            type Err = NotAnId;

            fn from_str(text: &str) -> Result<Self, NotAnId> {
                parse(text).map(Self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserializer.deserialize_str(Text).map(Self)
            }
        }
    )*};
}

/// What is wrong with a text that is no id is nowhere told, and finding it out is much code in a page.
fn parse(text: &str) -> Result<Uuid, NotAnId> {
    Uuid::try_parse(text).map_err(|_| NotAnId)
}

/// Reads an id from its text.
struct Text;

impl Visitor<'_> for Text {
    type Value = Uuid;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&NotAnId, f)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Uuid, E> {
        parse(text).map_err(E::custom)
    }
}

define_id! {
    /// A person's or bot's login.
    AccountId
    /// A place for messages.
    RoomId
    /// One message.
    MessageId
    /// One signed-in browser or program.
    SessionId
    /// A link by which people come in.
    InvitationId
    /// One open WebSocket.
    ConnectionId
    /// Made by the client for each send; it makes the send idempotent for ever.
    Nonce
    /// Changes only when the server's log was restored or rebuilt; positions of another epoch mean nothing.
    Epoch
}

/// The place of an entry in its room log, or of a change in its account log: 1, 2, 3, … without holes. Zero means "before the first".
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Seq(u64);

impl Seq {
    /// Before the first entry; also the head of an empty room.
    pub const ZERO: Self = Self(0);

    /// The position with this number.
    pub const fn new(number: u64) -> Self {
        Self(number)
    }

    /// The number behind the position.
    pub const fn get(self) -> u64 {
        self.0
    }

    /// The position that must follow this one.
    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0 + 1)
    }

    /// The position before this one; zero stays zero.
    #[must_use]
    pub const fn previous(self) -> Self {
        Self(self.0.saturating_sub(1))
    }

    /// How many entries lie in `(earlier, self]`; zero when `earlier` is not earlier.
    pub const fn since(self, earlier: Self) -> u64 {
        self.0.saturating_sub(earlier.0)
    }
}

impl fmt::Display for Seq {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Timestamp;

    #[test]
    fn an_id_made_later_sorts_later() {
        let earlier = MessageId::new(Timestamp::from_millis(1_000), [255; 10]);
        let later = MessageId::new(Timestamp::from_millis(1_001), [0; 10]);
        assert!(earlier < later);
    }

    #[test]
    fn an_id_survives_text_and_bytes() {
        let id = RoomId::new(Timestamp::from_millis(1_790_000_000_000), [7; 10]);
        assert_eq!(id.to_string().parse(), Ok(id));
        assert_eq!(RoomId::from_bytes(*id.as_bytes()), id);
    }

    #[test]
    fn a_text_that_is_no_id_is_refused() {
        assert_eq!("general".parse::<RoomId>(), Err(NotAnId));
    }

    #[test]
    fn seq_counts_what_lies_between() {
        assert_eq!(Seq::new(9).since(Seq::new(4)), 5);
        assert_eq!(Seq::new(4).since(Seq::new(9)), 0);
        assert_eq!(Seq::ZERO.previous(), Seq::ZERO);
        assert_eq!(Seq::ZERO.next(), Seq::new(1));
    }
}
