//! Signing in and out, with scripts, with plain forms and as a bot.

use hubbub_protocol::{Delivery, ErrorCode, SessionId, SessionSummary, SignIn, SignedIn, limits, path};

use crate::support::{Ask, TestServer, hubbub};

fn sign_in(name: &str, delivery: Delivery) -> Ask {
    Ask::post(path::SESSIONS).json(&SignIn { name: name.to_owned(), password: None, delivery })
}

#[tokio::test]
async fn a_person_signs_in_and_is_remembered() {
    let mut server = TestServer::start().await;
    let mut browser = server.browser();
    let answer = browser.sign_in("  Ada   Lovelace ").await;
    assert_eq!(answer.status, 201);
    let SignedIn { account, token } = answer.json();
    assert_eq!((account.name.as_str(), token), ("Ada Lovelace", None));
    let cookie = answer.header("set-cookie");
    assert!(cookie.starts_with("hubbub="), "{cookie}");
    assert!(cookie.ends_with("; HttpOnly; SameSite=Lax; Path=/; Max-Age=7776000"), "{cookie}");

    assert_eq!(browser.get(path::SESSION).await.json::<SignedIn>().account, account);
    server.restart().await;
    assert_eq!(browser.get(path::SESSION).await.json::<SignedIn>().account, account, "after a restart");
    server.crash().await;
    assert_eq!(browser.get(path::SESSION).await.json::<SignedIn>().account, account, "after a crash");
}

#[tokio::test]
async fn a_name_belongs_to_one_account() {
    let server = TestServer::start().await;
    server.browser_of("Ada").await;
    let answer = server.browser().sign_in("aDA ").await;
    assert_eq!((answer.status, answer.refusal().code), (409, ErrorCode::NameTaken));
    assert_eq!(answer.header("set-cookie"), "");
}

#[tokio::test]
async fn a_name_that_breaks_a_rule_is_refused() {
    let server = TestServer::start().await;
    let answer = server.browser().sign_in(" \t ").await;
    assert_eq!((answer.status, answer.refusal().code), (422, ErrorCode::Invalid));
    assert_eq!(answer.refusal().field.as_deref(), Some("name"));
    let answer = server.browser().sign_in(&"a".repeat(limits::ACCOUNT_NAME + 1)).await;
    assert_eq!((answer.status, answer.refusal().code), (422, ErrorCode::TooLarge));
    assert_eq!(answer.refusal().limit, Some(40));
}

#[tokio::test]
async fn a_body_that_is_not_as_described_is_refused() {
    let server = TestServer::start().await;
    let ask = |body: &'static str| Ask::post(path::SESSIONS).header("content-type", "application/json").body(body);
    for body in ["", "{", "[]", "{}", r#"{"name": 7}"#, r#"{"name": "Ada", "delivery": "pigeon"}"#] {
        let answer = ask(body).send(server.address()).await;
        assert_eq!((answer.status, answer.refusal().code), (400, ErrorCode::Malformed), "{body}");
    }
    let answer = Ask::post(path::SESSIONS).body(r#"{"name": "Ada"}"#).send(server.address()).await;
    assert_eq!((answer.status, answer.refusal().code), (415, ErrorCode::Malformed));
    let long = format!(r#"{{"name": "{}"}}"#, "a".repeat(64 * 1024));
    let answer = ask("").body(long).send(server.address()).await;
    assert_eq!((answer.status, answer.refusal().code), (413, ErrorCode::TooLarge));
}

#[tokio::test]
async fn a_bot_is_given_a_token() {
    let server = TestServer::start().await;
    let answer = sign_in("Marvin", Delivery::Bearer).send(server.address()).await;
    assert_eq!((answer.status, answer.header("set-cookie")), (201, ""));
    let SignedIn { account, token } = answer.json();
    let bearer = format!("Bearer {}", token.expect("a token"));
    let answer = Ask::get(path::SESSION).header("authorization", &bearer).send(server.address()).await;
    assert_eq!(answer.json::<SignedIn>(), SignedIn { account, token: None });
}

#[tokio::test]
async fn a_forged_proof_is_none() {
    let server = TestServer::start().await;
    let ada = server.browser_of("Ada").await;
    let cookie = ada.cookie().expect("a cookie").to_owned();
    let mut changed = cookie.clone();
    changed.pop();
    for forged in [changed, "hubbub=".to_owned(), "hubbub=x".to_owned(), cookie.replacen("hubbub", "__Host-hubbub", 1)]
    {
        let answer = Ask::get(path::SESSION).header("cookie", &forged).send(server.address()).await;
        assert_eq!((answer.status, answer.refusal().code), (401, ErrorCode::Unauthenticated), "{forged}");
        assert_eq!(answer.header("www-authenticate"), "Bearer");
    }
    let other_server = TestServer::start().await;
    let answer = Ask::get(path::SESSION).header("cookie", &cookie).send(other_server.address()).await;
    assert_eq!(answer.status, 401, "a session belongs to one server");
}

#[tokio::test]
async fn signing_out_makes_the_browser_forget() {
    let server = TestServer::start().await;
    let mut ada = server.browser_of("Ada").await;
    let answer = ada.send(Ask::delete(path::SESSIONS)).await;
    assert_eq!((answer.status, ada.cookie()), (204, None));
    assert_eq!(ada.get(path::SESSION).await.status, 401);
    // Whoever is signed out already is told the same.
    assert_eq!(ada.send(Ask::delete(path::SESSIONS)).await.status, 204);
}

#[tokio::test]
async fn sessions_are_listed_and_ended_one_by_one() {
    let server = TestServer::start().await;
    let answer = sign_in("Ada", Delivery::Bearer).header("user-agent", "Desk/1").send(server.address()).await;
    let SignedIn { token, .. } = answer.json();
    let bearer = format!("Bearer {}", token.expect("a token"));
    let ask = |ask: Ask| ask.header("authorization", &bearer).send(server.address());
    let listed: Vec<SessionSummary> = ask(Ask::get(path::SESSIONS)).await.json();
    assert_eq!(listed.iter().map(|it| (it.client.as_str(), it.current)).collect::<Vec<_>>(), [("Desk/1", true)]);

    let mut grace = server.browser_of("Grace").await;
    let theirs = grace.send(Ask::delete(&path::session_of(listed[0].id))).await;
    let nothing = grace.send(Ask::delete(&path::session_of(SessionId::from_bytes([9; 16])))).await;
    assert_eq!((theirs.status, theirs.refusal()), (404, nothing.refusal()), "those of others do not exist");

    assert_eq!(ask(Ask::delete(&path::session_of(listed[0].id))).await.status, 204);
    assert_eq!(ask(Ask::get(path::SESSIONS)).await.status, 401);
}

#[tokio::test]
async fn a_database_holds_no_token() {
    let mut server = TestServer::start().await;
    let ada = server.browser_of("Ada").await;
    let token = ada.cookie().and_then(|cookie| cookie.strip_prefix("hubbub=")).expect("a token").to_owned();
    let files = server.end().await;
    assert!(!files.windows(token.len()).any(|bytes| bytes == token.as_bytes()), "whoever reads it could sign in");
    assert!(!server.log().contains(&token));
}

#[tokio::test]
async fn a_plain_form_signs_in_and_leads_on() {
    let server = TestServer::start().await;
    let mut ada = server.browser();
    let fields = [("name", "Ada"), ("next", "/rooms/garden?at=7")];
    let answer = ada.send(Ask::post(path::SIGN_IN_FORM).form(&fields)).await;
    assert_eq!((answer.status, answer.header("location")), (303, "/rooms/garden?at=7"));
    assert_eq!(ada.get(path::SESSION).await.json::<SignedIn>().account.name, "Ada");

    let answer = ada.send(Ask::post(path::SIGN_OUT_FORM).form(&[])).await;
    assert_eq!((answer.status, answer.header("location")), (303, "/sign-in"));
    assert_eq!(ada.get(path::SESSION).await.status, 401);

    let answer = ada.send(Ask::post(path::SIGN_IN_FORM).form(&fields)).await;
    let expected = "/sign-in?error=name_taken&field=name&name=Ada&next=%2Frooms%2Fgarden%3Fat%3D7";
    assert_eq!((answer.status, answer.header("location")), (303, expected));
}

#[tokio::test]
async fn a_plain_form_leads_nowhere_else() {
    let server = TestServer::start().await;
    for (name, next) in [("Ada", "https://evil.example/"), ("Grace", "//evil.example"), ("Linus", "/\\evil.example")] {
        let ask = Ask::post(path::SIGN_IN_FORM).form(&[("name", name), ("next", next)]);
        let answer = server.browser().send(ask).await;
        assert_eq!((answer.status, answer.header("location")), (303, "/"), "{next}");
    }
}

#[tokio::test]
async fn behind_tls_the_cookie_is_bound_to_this_host() {
    let server = hubbub(&["--public-url", "https://chat.example.org"]).ready().await;
    assert!(server.line.starts_with("Hubbub is ready: https://chat.example.org (on 127.0.0.1:"), "{}", server.line);
    let ask = sign_in("Ada", Delivery::Cookie).header("origin", "https://chat.example.org");
    let answer = ask.send(server.address()).await;
    let cookie = answer.header("set-cookie");
    assert!(cookie.starts_with("__Host-hubbub="), "{cookie}");
    assert!(cookie.ends_with("; HttpOnly; SameSite=Lax; Secure; Path=/; Max-Age=7776000"), "{cookie}");
    assert_eq!(answer.header("strict-transport-security"), "max-age=31536000");
}
