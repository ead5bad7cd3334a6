//! The ways in which a promise can be broken.

use std::fmt;

use hubbub_protocol::{Nonce, RoomId, Seq};

/// One broken promise at one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Violation {
    /// I1: a message was acknowledged and is not in the log.
    Lost {
        /// Where it should be.
        room: RoomId,
        /// The message.
        nonce: Nonce,
        /// The place that was acknowledged.
        seq: Seq,
    },
    /// I1: a message is in the log, but not at the place that was acknowledged, or not as it was written.
    Altered {
        /// Where it is.
        room: RoomId,
        /// The message.
        nonce: Nonce,
        /// What differs.
        what: &'static str,
    },
    /// I2: the same author and nonce stand in the logs twice.
    Doubled {
        /// The message.
        nonce: Nonce,
        /// Its places.
        places: [(RoomId, Seq); 2],
    },
    /// I3: the places of a log are not 1, 2, 3, ….
    Hole {
        /// Whose log.
        room: RoomId,
        /// The place that should have come.
        expected: Seq,
        /// The place that came.
        found: Seq,
    },
    /// I4: two devices saw different things at the same place.
    Disagreement {
        /// In which room.
        room: RoomId,
        /// At which place.
        seq: Seq,
        /// Who saw them.
        devices: (String, String),
    },
    /// I4: on one connection an entry came after a later one.
    Backwards {
        /// Who saw it.
        device: String,
        /// In which room.
        room: RoomId,
        /// What came first.
        earlier: Seq,
        /// What came after it.
        later: Seq,
    },
    /// P5: on one connection entries were left out and nothing said so.
    SilentGap {
        /// Who was not told.
        device: String,
        /// In which room.
        room: RoomId,
        /// The last entry before.
        after: Seq,
        /// The next entry that came.
        before: Seq,
    },
    /// I5: two messages of one device do not stand in the order in which they were written.
    OutOfTurn {
        /// Whose messages.
        device: String,
        /// In which room.
        room: RoomId,
        /// The place of the message that was written later.
        seq: Seq,
    },
    /// I6: something was observed that is not in the log.
    Phantom {
        /// Who saw it.
        device: String,
        /// In which room.
        room: RoomId,
        /// At which place.
        seq: Seq,
    },
    /// I7: what a device showed at the end is not what the log holds.
    Diverged {
        /// Which device.
        device: String,
        /// In which room.
        room: RoomId,
        /// The first place at which they differ.
        seq: Seq,
    },
}

impl Violation {
    /// The invariant, as the test programme numbers it.
    pub const fn invariant(&self) -> &'static str {
        match self {
            Self::Lost { .. } | Self::Altered { .. } => "I1",
            Self::Doubled { .. } => "I2",
            Self::Hole { .. } => "I3",
            Self::Disagreement { .. } | Self::Backwards { .. } => "I4",
            Self::SilentGap { .. } => "P5",
            Self::OutOfTurn { .. } => "I5",
            Self::Phantom { .. } => "I6",
            Self::Diverged { .. } => "I7",
        }
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.invariant())?;
        match self {
            Self::Lost { room, nonce, seq } => {
                write!(f, "{nonce} was acknowledged as {seq} of room {room} and is lost")
            }
            Self::Altered { room, nonce, what } => write!(f, "{nonce} in room {room} has another {what}"),
            Self::Doubled { nonce, places: [(one, at), (other, too)] } => {
                write!(f, "{nonce} stands twice: at {at} of room {one} and at {too} of room {other}")
            }
            Self::Hole { room, expected, found } => {
                write!(f, "the log of room {room} goes on with {found} where {expected} should stand")
            }
            Self::Disagreement { room, seq, devices: (one, other) } => {
                write!(f, "{one} and {other} saw different entries at {seq} of room {room}")
            }
            Self::Backwards { device, room, earlier, later } => {
                write!(f, "{device} was sent {later} of room {room} after {earlier}")
            }
            Self::SilentGap { device, room, after, before } => {
                write!(f, "{device} was sent {before} of room {room} right after {after}")
            }
            Self::OutOfTurn { device, room, seq } => {
                write!(f, "{device} wrote what is {seq} of room {room} after what follows it")
            }
            Self::Phantom { device, room, seq } => {
                write!(f, "{device} was sent an entry at {seq} of room {room} that is not in the log")
            }
            Self::Diverged { device, room, seq } => {
                write!(f, "{device} showed something else at {seq} of room {room} than the log holds")
            }
        }
    }
}
