//! Changing and deleting what one wrote.

use serde::{Deserialize, Serialize};

use crate::{Entry, Nonce, RoomId, Seq, Target, Timestamp};

/// Command: give a message another text. Only its author may. Answered by [`Changed`].
///
/// Sending the same nonce again changes nothing, whatever became of the text since.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EditMessage {
    /// The room of the message.
    pub room: RoomId,
    /// Which message.
    pub target: Target,
    /// Made by the client, new for each edit and the same for each retry.
    pub nonce: Nonce,
    /// The new text; the same limits as for a new message.
    pub body: String,
}

/// Command: delete a message for everybody and for good. Deleting twice changes nothing. Answered by [`Changed`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeleteMessage {
    /// The room of the message.
    pub room: RoomId,
    /// Which message.
    pub target: Target,
}

/// Command: whatever became of the send with this nonce, it must not be seen. Answered by [`Changed`].
///
/// If it was committed the message is deleted; if not, the nonce is used up, and a retry of the send that is still
/// on its way is refused with `cancelled`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CancelMessage {
    /// The room it was sent to.
    pub room: RoomId,
    /// The nonce it was sent with.
    pub nonce: Nonce,
}

/// Reply: what was asked for is so, on disk, and in the log of the room up to `seq`.
///
/// When it had been so before, nothing was appended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Changed {
    /// The room.
    pub room: RoomId,
    /// Who holds the log up to here sees it.
    pub seq: Seq,
}

/// `GET /api/v1/rooms/{room}/messages/{seq}`: a message with everything that is known about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessageInfo {
    /// The entry of the message, as it stands.
    pub entry: Entry,
    /// Every text it had, the first one first and the one it has last; none once it was deleted.
    pub versions: Vec<Version>,
}

/// A text that a message has or had. Only the author can have written it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Version {
    /// Zero for the text it was sent with, and one more for each edit.
    pub revision: u32,
    /// The text.
    pub body: String,
    /// Since when it was the text of the message.
    pub at: Timestamp,
}
