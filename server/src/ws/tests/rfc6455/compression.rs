//! Groups 12 and 13 cannot be played: whatever is offered, no extension is negotiated.

use super::{case::PROTOCOL, echo::Echo};
use crate::ws::tests::raw::{CLOSE, Client, FIN, TEXT, masked};

/// What the groups offer, and what browsers offer or once did.
const OFFERS: [&str; 9] = [
    "permessage-deflate",
    "permessage-deflate; client_no_context_takeover; client_max_window_bits",
    "permessage-deflate; server_no_context_takeover",
    "permessage-deflate; server_max_window_bits=9",
    "permessage-deflate; server_max_window_bits=15; server_no_context_takeover",
    "permessage-deflate; server_max_window_bits=8, permessage-deflate; server_max_window_bits=9, permessage-deflate",
    "permessage-bzip2, permessage-deflate",
    "x-webkit-deflate-frame",
    "Permessage-Deflate",
];

/// `Hello`, compressed, as in RFC 7692, section 7.2.3.1.
const COMPRESSED: &[u8] = &[0xf2, 0x48, 0xcd, 0xc9, 0xc9, 0x07, 0x00];
const RESERVED_1: u8 = 0x40;

#[tokio::test]
async fn no_offer_of_compression_is_taken_and_nothing_compressed_is_read() {
    let echo = Echo::start().await;
    for offer in OFFERS {
        let (mut client, answer) = Client::open(&echo.server, offer).await;
        assert!(!answer.contains("sec-websocket-extensions"), "{offer}: {answer}");
        client.writes(&masked(FIN | RESERVED_1 | TEXT, COMPRESSED)).await;
        let (first, payload) = client.frame().await.expect("it is open").expect("there is a frame");
        assert_eq!((first, &payload[..]), (FIN | CLOSE, PROTOCOL.to_be_bytes().as_slice()), "{offer}");
    }
}
