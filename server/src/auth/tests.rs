//! Sessions in headers.

use std::sync::Arc;

use hubbub_chat::memory::{RecordingBus, chat_with};
use hubbub_protocol::Account;

use super::*;

const DAYS: i64 = 24 * 60 * 60 * 1000;

fn sessions(public_url: Option<&str>) -> Sessions {
    let url = public_url.map(PublicUrl::example);
    let terms = Terms { idle_ms: 30 * DAYS, longest_ms: 90 * DAYS };
    let entrance = Entrance { is_open: true, set_up: None };
    Sessions::new(chat_with(Arc::new(RecordingBus::default())), terms, url.as_ref(), entrance, Limits::default())
}

fn headers(name: header::HeaderName, value: &str) -> HeaderMap {
    HeaderMap::from_iter([(name, HeaderValue::try_from(value).expect("a header"))])
}

fn here() -> Network {
    Network::of([127, 0, 0, 1].into())
}

async fn ada(sessions: &Sessions) -> (Account, Secret) {
    sessions.sign_in("Ada", None, here(), &HeaderMap::new()).await.expect("the name is free")
}

/// The part of a `Set-Cookie` that the browser sends back.
fn returned(set_cookie: &HeaderValue) -> String {
    let text = set_cookie.to_str().expect("text");
    text.split(';').next().expect("a cookie").to_owned()
}

#[tokio::test]
async fn a_session_is_proved_by_cookie_or_token() {
    let sessions = sessions(None);
    let (ada, token) = ada(&sessions).await;
    let cookie = returned(&sessions.cookie(&token));
    let ways = [
        (headers(header::COOKIE, &format!("a=b; {cookie}")), Proof::Cookie),
        (headers(header::AUTHORIZATION, &format!("Bearer {}", token.reveal())), Proof::Bearer),
    ];
    for (headers, proof) in ways {
        let session = sessions.find(&headers).await.expect("the store works").expect("Ada's session");
        assert_eq!((session.caller.account(), session.proof), (&ada, proof));
    }
}

#[tokio::test]
async fn a_wrong_token_is_not_made_good_by_a_cookie() {
    let sessions = sessions(None);
    let (_, token) = ada(&sessions).await;
    let mut headers = headers(header::COOKIE, &returned(&sessions.cookie(&token)));
    for wrong in ["Bearer forged".to_owned(), format!("Bearer {}", Secret::new().reveal())] {
        headers.insert(header::AUTHORIZATION, HeaderValue::try_from(wrong).expect("a header"));
        assert!(sessions.find(&headers).await.expect("the store works").is_none());
    }
    // Another scheme is for somebody else, such as a proxy in front.
    headers.insert(header::AUTHORIZATION, HeaderValue::from_static("Basic YTpi"));
    assert!(sessions.find(&headers).await.expect("the store works").is_some());
}

#[tokio::test]
async fn a_token_of_another_server_is_worth_nothing() {
    let (_, token) = ada(&sessions(None)).await;
    let headers = headers(header::AUTHORIZATION, &format!("Bearer {}", token.reveal()));
    assert!(sessions(None).find(&headers).await.expect("the store works").is_none());
}

#[tokio::test]
async fn a_session_remembers_what_signed_in() {
    let sessions = sessions(None);
    let long = format!("Firefox\u{7f}/144 {}", "x".repeat(300));
    for (name, agent, expected) in [("Ada", "Firefox/144".to_owned(), 11), ("Grace", long, CLIENT)] {
        let headers = HeaderMap::from_iter([(
            header::USER_AGENT,
            HeaderValue::from_bytes(agent.replace('\u{7f}', "\t").as_bytes()).expect("a header"),
        )]);
        let (_, token) = sessions.sign_in(name, None, here(), &headers).await.expect("the name is free");
        let proof = self::headers(header::AUTHORIZATION, &format!("Bearer {}", token.reveal()));
        let session = sessions.find(&proof).await.expect("the store works").expect("a session");
        let listed = sessions::list(&sessions.0.chat, &session.caller).await.expect("the store works");
        let client = &listed[0].client;
        assert!(client.starts_with("Firefox/144") && client.len() == expected, "{client}");
    }
}

#[test]
fn the_cookie_is_as_strict_as_the_address_allows() {
    let secret = Secret::new();
    let token = secret.reveal();
    let plain = sessions(None).cookie(&secret);
    assert_eq!(plain, format!("hubbub={token}; HttpOnly; SameSite=Lax; Path=/; Max-Age=7776000"));
    let secure = sessions(Some("https://chat.example.org")).cookie(&secret);
    assert_eq!(secure, format!("__Host-hubbub={token}; HttpOnly; SameSite=Lax; Secure; Path=/; Max-Age=7776000"));
    let cleared = sessions(None).cleared_cookie();
    assert_eq!(cleared, "hubbub=; HttpOnly; SameSite=Lax; Path=/; Max-Age=0");
}
