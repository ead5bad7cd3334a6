//! Reading a command: whatever the text, it is a command that says the same when it is written again, or a refusal that
//! a client can read and that is short.

use hubbub_protocol::{CommandFrame, Reply, ReplyFrame, ServerFrame};

use crate::cost;

/// Bytes of a refusal. What the client sent must not come back at length.
const REFUSAL: usize = 1024;

pub(crate) fn check(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    match cost::bounded(input.len(), || CommandFrame::decode(&text)) {
        Ok(frame) => {
            let again = CommandFrame::decode(&frame.encode());
            assert_eq!(again.as_ref(), Ok(&frame), "it reads otherwise once it was written");
        }
        Err(error) => {
            let reply = ReplyFrame { to: error.id, result: Reply::Refused { error: error.refusal } };
            let reply = ServerFrame::Reply(reply);
            let text = reply.encode();
            assert!(text.len() <= REFUSAL, "{} bytes of refusal for {} bytes", text.len(), input.len());
            assert_eq!(ServerFrame::decode(&text), Ok(reply), "clients read the refusal otherwise");
        }
    }
}
