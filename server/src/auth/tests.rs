//! Sessions in headers.

use std::sync::Arc;

use axum::http::header;
use hubbub_chat::memory::{RecordingBus, chat_with};

use super::*;

fn sessions(public_url: Option<&str>) -> Sessions {
    let key = SessionKey::from_bytes(&[7; SessionKey::LENGTH]);
    let url = public_url.map(PublicUrl::example);
    Sessions::new(chat_with(Arc::new(RecordingBus::default())), key, url.as_ref())
}

fn headers(name: header::HeaderName, value: &str) -> HeaderMap {
    HeaderMap::from_iter([(name, HeaderValue::try_from(value).expect("a header"))])
}

/// The part of a `Set-Cookie` that the browser sends back.
fn returned(set_cookie: &HeaderValue) -> String {
    let text = set_cookie.to_str().expect("text");
    text.split(';').next().expect("a cookie").to_owned()
}

#[tokio::test]
async fn a_session_is_proved_by_cookie_or_token() {
    let sessions = sessions(None);
    let (ada, token) = sessions.sign_up("Ada").await.expect("Ada signs up");
    let cookie = returned(&sessions.cookie(&token));
    let ways = [
        (headers(header::COOKIE, &format!("a=b; {cookie}")), Proof::Cookie),
        (headers(header::AUTHORIZATION, &format!("Bearer {token}")), Proof::Bearer),
    ];
    for (headers, proof) in ways {
        let session = sessions.find(&headers).await.expect("the store works").expect("Ada's session");
        assert_eq!((session.caller.account(), session.proof), (&ada, proof));
    }
}

#[tokio::test]
async fn a_wrong_token_is_not_made_good_by_a_cookie() {
    let sessions = sessions(None);
    let (_, token) = sessions.sign_up("Ada").await.expect("Ada signs up");
    let mut headers = headers(header::COOKIE, &returned(&sessions.cookie(&token)));
    headers.insert(header::AUTHORIZATION, HeaderValue::from_static("Bearer forged"));
    assert!(sessions.find(&headers).await.expect("the store works").is_none());
    // Another scheme is for somebody else, such as a proxy in front.
    headers.insert(header::AUTHORIZATION, HeaderValue::from_static("Basic YTpi"));
    assert!(sessions.find(&headers).await.expect("the store works").is_some());
}

#[tokio::test]
async fn a_session_of_an_account_that_is_gone_is_none() {
    let (_, token) = sessions(None).sign_up("Ada").await.expect("Ada signs up");
    let headers = headers(header::AUTHORIZATION, &format!("Bearer {token}"));
    assert!(sessions(None).find(&headers).await.expect("the store works").is_none());
}

#[test]
fn the_cookie_is_as_strict_as_the_address_allows() {
    let plain = sessions(None).cookie("token");
    assert_eq!(plain, "hubbub=token; HttpOnly; SameSite=Lax; Path=/; Max-Age=7776000");
    let secure = sessions(Some("https://chat.example.org")).cookie("token");
    assert_eq!(secure, "__Host-hubbub=token; HttpOnly; SameSite=Lax; Secure; Path=/; Max-Age=7776000");
    let cleared = sessions(None).cleared_cookie();
    assert_eq!(cleared, "hubbub=; HttpOnly; SameSite=Lax; Path=/; Max-Age=0");
}
