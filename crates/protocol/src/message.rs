//! Messages: what someone wrote, and sending it.

use serde::{Deserialize, Serialize};

use crate::{Account, MessageId, Nonce, RoomId, Seq, Timestamp};

/// A message as everybody in its room sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// Which message.
    pub id: MessageId,
    /// Who wrote it.
    pub author: Account,
    /// What the author's client called it; that client recognises its own message by it.
    pub nonce: Nonce,
    /// The text as it was written.
    pub body: String,
    /// When the server took it.
    pub sent_at: Timestamp,
}

/// Command: say something in a room. Answered by [`MessageAcknowledged`].
///
/// Sending the same nonce again gives the same message and the same `seq`, however often and however late;
/// the same nonce with another room or body is refused with `id_conflict`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SendMessage {
    /// Where to say it.
    pub room: RoomId,
    /// Made by the client, new for each message and the same for each retry.
    pub nonce: Nonce,
    /// What to say, at most `limits::MESSAGE_BODY` bytes.
    pub body: String,
}

/// Reply: the message is on disk, and this is its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessageAcknowledged {
    /// The room it is in.
    pub room: RoomId,
    /// The nonce it was sent with.
    pub nonce: Nonce,
    /// Its place in the room log.
    pub seq: Seq,
    /// Its id.
    pub message: MessageId,
    /// When the server took it.
    pub sent_at: Timestamp,
}
