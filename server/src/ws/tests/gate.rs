//! Who is let in.

use axum::http::{HeaderMap, HeaderValue, header};
use hubbub_chat::Caller;
use hubbub_protocol::{Account, AccountId, ErrorCode};

use super::super::gate;
use crate::{
    auth::{Proof, Session},
    config::origin::AllowedOrigins,
};

const OURS: &str = "http://127.0.0.1:3000";
const THEIRS: &str = "https://evil.example";

fn check(origins: &[&'static str], authorization: bool, proof: Option<Proof>, expected: Option<ErrorCode>) {
    let mut headers = HeaderMap::new();
    for origin in origins {
        headers.append(header::ORIGIN, HeaderValue::from_static(origin));
    }
    if authorization {
        headers.insert(header::AUTHORIZATION, HeaderValue::from_static("Bearer token"));
    }
    let account = Account { id: AccountId::from_bytes([1; 16]), name: "Ada".to_owned() };
    let session = proof.map(|proof| Session { caller: Caller::stand_in(account), proof });
    let result = gate::session(&headers, &AllowedOrigins::loopback(3000), session);
    assert_eq!(result.err().map(|refusal| refusal.code), expected, "{origins:?} {authorization} {proof:?}");
}

#[test]
fn our_pages_may_with_a_session() {
    check(&[OURS], false, Some(Proof::Cookie), None);
    check(&[OURS], true, Some(Proof::Bearer), None);
    check(&[OURS], false, None, Some(ErrorCode::Unauthenticated));
}

#[test]
fn pages_of_others_may_not_whatever_they_bring() {
    for proof in [None, Some(Proof::Cookie), Some(Proof::Bearer)] {
        for origins in [&[THEIRS][..], &["null"], &[OURS, THEIRS], &[THEIRS, OURS], &[""]] {
            check(origins, true, proof, Some(ErrorCode::ForbiddenOrigin));
        }
    }
}

#[test]
fn only_a_token_may_come_without_a_page() {
    check(&[], true, Some(Proof::Bearer), None);
    check(&[], false, Some(Proof::Cookie), Some(ErrorCode::ForbiddenOrigin));
    check(&[], false, None, Some(ErrorCode::ForbiddenOrigin));
    check(&[], true, None, Some(ErrorCode::Unauthenticated));
}
