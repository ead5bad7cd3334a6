//! The headers that every response has.

use hubbub_protocol::{Delivery, ErrorCode, SignIn, path};
use hyper::Method;

use crate::support::{Answer, Ask, TestServer};

#[track_caller]
fn check_secured(answer: &Answer, what: &str) {
    for (name, expected) in [
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "same-origin"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        ("content-security-policy", "default-src 'none'; frame-ancestors 'none'"),
        ("cache-control", "no-store"),
    ] {
        assert_eq!(answer.header(name), expected, "{name} of {what}");
    }
    assert!(answer.header("permissions-policy").contains("geolocation=()"), "{what}");
    // Without TLS the promise to come over TLS would lock people out.
    assert_eq!(answer.header("strict-transport-security"), "", "{what}");
}

#[tokio::test]
async fn every_response_is_secured() {
    let server = TestServer::start().await;
    let json = |body: Vec<u8>| Ask::post(path::SESSIONS).header("content-type", "application/json").body(body);
    let ada = serde_json::to_vec(&SignIn { name: "Ada".to_owned(), password: None, delivery: Delivery::Cookie })
        .expect("JSON");
    let asks = [
        (200, Ask::get(path::HEALTH)),
        (201, json(ada)),
        (204, Ask::delete(path::SESSIONS)),
        (303, Ask::post(path::SIGN_OUT_FORM)),
        (400, json(b"{".to_vec())),
        (401, Ask::get(path::SESSION)),
        (403, Ask::delete(path::SESSIONS).header("origin", "https://evil.example")),
        (404, Ask::get("/api/v1/nothing")),
        (405, Ask::new(Method::PUT, path::SESSIONS)),
        (413, json(vec![b' '; 64 * 1024 + 1])),
    ];
    for (status, ask) in asks {
        let what = format!("{ask:?}").chars().take(120).collect::<String>();
        let answer = ask.send(server.address()).await;
        assert_eq!(answer.status, status, "{what}");
        check_secured(&answer, &what);
    }
}

#[tokio::test]
async fn an_address_or_method_that_is_not_there_is_refused_in_our_form() {
    let server = TestServer::start().await;
    for path in ["/api", "/api/", "/api/v1", "/api/v2/rooms", "/api/v1/rooms/"] {
        let answer = Ask::get(path).send(server.address()).await;
        assert_eq!((answer.status, answer.refusal().code), (404, ErrorCode::NotFound), "{path}");
    }
    for (method, path) in [(Method::PUT, path::SESSIONS), (Method::POST, path::ROOMS), (Method::DELETE, path::HEALTH)] {
        let answer = Ask::new(method, path).send(server.address()).await;
        assert_eq!((answer.status, answer.refusal().code), (405, ErrorCode::Malformed), "{path}");
        assert_ne!(answer.header("allow"), "", "{path}");
    }
}

#[tokio::test]
async fn the_log_holds_no_secret() {
    let server = TestServer::start_with(&["--log", "trace"]).await;
    let mut ada = server.browser_of("Ada Canary").await;
    ada.get(&format!("{}?canary=query", path::ROOMS)).await;
    ada.send(Ask::get(path::ROOMS).header("authorization", "Bearer canary-token")).await;
    ada.send(Ask::post(path::SIGN_IN_FORM).form(&[("name", "Grace Canary"), ("next", "/canary")])).await;
    let log = server.log();
    assert!(log.contains(path::ROOMS), "requests are logged at this level: {log}");
    let secret = ada.cookie().and_then(|cookie| cookie.split_once('=')).map(|(_, token)| token).expect("a cookie");
    for canary in ["Canary", "canary", secret, &secret[..20]] {
        let line = log.lines().find(|line| line.contains(canary));
        assert_eq!(line, None, "{canary} must not be in the log");
    }
}
