//! Coming in where a name is not enough: the first owner, passwords, invitations.

use futures::future::join_all;
use hubbub_protocol::{Delivery, ErrorCode, SignIn, SignedIn, path};

use crate::support::{Answer, Ask, Browser, PASSWORD, TestServer};

async fn sign_in(browser: &mut Browser, name: &str, password: Option<&str>) -> Answer {
    let password = password.map(str::to_owned);
    let request = SignIn { name: name.to_owned(), password, delivery: Delivery::Cookie };
    browser.send(Ask::post(path::SESSIONS).json(&request)).await
}

async fn who(browser: &mut Browser) -> String {
    browser.get(path::SESSION).await.json::<SignedIn>().account.name
}

#[tokio::test]
async fn a_fresh_server_is_set_up_once_by_whoever_reads_its_console() {
    let server = TestServer::start_closed().await;
    let link = server.set_up_path().await;
    let mut grace = server.browser();
    let page = grace.get(&link).await;
    assert_eq!(page.status, 200);
    assert!(page.text().contains("Set up this Hubbub") && !page.text().contains(r#"type="module""#), "{}", page.text());

    let too_short = grace.send(Ask::post(&link).form(&[("name", "Grace"), ("password", "roses")])).await;
    let back = format!("{link}?error=invalid&field=password&limit=10&name=Grace");
    assert_eq!((too_short.status, too_short.header("location")), (303, back.as_str()));
    let page = grace.get(&back).await.text();
    assert!(page.contains("A password needs at least 10 characters.") && page.contains(r#"value="Grace""#), "{page}");

    let done = grace.send(Ask::post(&link).form(&[("name", "Grace"), ("password", PASSWORD)])).await;
    assert_eq!((done.status, done.header("location")), (303, "/"));
    assert_eq!(who(&mut grace).await, "Grace");
    assert_eq!(grace.get("/").await.header("location"), "/rooms/general");
    assert_eq!(grace.get("/rooms/general").await.status, 200);

    let mut linus = server.browser();
    assert_eq!(linus.get(&link).await.status, 404, "it works once");
    let second = linus.send(Ask::post(&link).form(&[("name", "Linus"), ("password", PASSWORD)])).await;
    assert!(second.header("location").contains("error=not_found"), "{:?}", second.headers);
    assert_eq!(linus.cookie(), None);
}

#[tokio::test]
async fn two_who_set_up_at_once_make_one_owner() {
    let server = TestServer::start_closed().await;
    let link = server.set_up_path().await;
    let tries = (0..8).map(|n| {
        let (link, name) = (link.clone(), format!("Grace {n}"));
        let mut browser = server.browser();
        async move { browser.send(Ask::post(&link).form(&[("name", &name), ("password", PASSWORD)])).await }
    });
    let came = join_all(tries).await.into_iter().filter(|answer| answer.header("location") == "/").count();
    assert_eq!(came, 1);
}

#[tokio::test]
async fn a_guessed_or_broken_link_shows_nothing() {
    let server = TestServer::start_closed().await;
    server.set_up_path().await;
    let guessed = "A".repeat(43);
    for secret in [guessed.as_str(), "x", "%0A", "%ff", "a%2Fb"] {
        for form in [path::SET_UP_FORM, path::JOIN_FORM, path::NEW_PASSWORD_FORM] {
            let address = path::with_secret(form, secret);
            let page = server.browser().get(&address).await;
            assert_eq!(page.status, 404, "{address}");
            assert!(page.text().contains("This link does not work any more"), "{address}");
            let form = [("name", "Ada"), ("password", PASSWORD)];
            let answer = server.browser().send(Ask::post(&address).form(&form)).await;
            assert!(matches!(answer.status, 303 | 404), "{address}: {}", answer.status);
            assert_eq!(answer.header("set-cookie"), "", "{address}");
        }
    }
}

#[tokio::test]
async fn a_restart_makes_another_code_and_none_once_there_is_an_owner() {
    let mut server = TestServer::start_closed().await;
    let old = server.set_up_path().await;
    server.restart().await;
    let new = server.set_up_path().await;
    assert_ne!(old, new);
    assert_eq!(server.browser().get(&old).await.status, 404);
    let mut grace = server.owner().await;
    server.restart().await;
    assert_eq!(server.browser().get(&new).await.status, 404);
    assert_eq!(who(&mut grace).await, "Grace");
}

#[tokio::test]
async fn a_name_alone_is_not_enough() {
    let server = TestServer::start_closed().await;
    server.owner().await;
    let answer = sign_in(&mut server.browser(), "Ada", None).await;
    let refusal = answer.refusal();
    assert_eq!((answer.status, refusal.code), (422, ErrorCode::Invalid));
    assert_eq!(refusal.field.as_deref(), Some("password"));
    let page = server.browser().get(path::SIGN_IN_FORM).await.text();
    assert!(page.contains(r#"type="password""#) && page.contains(r#"autocomplete="current-password""#), "{page}");
}

#[tokio::test]
async fn the_right_password_signs_in_and_everything_else_looks_the_same() {
    let server = TestServer::start_closed().await;
    server.owner().await;
    let mut grace = server.browser();
    let answer = sign_in(&mut grace, " gRACE", Some(PASSWORD)).await;
    assert_eq!((answer.status, who(&mut grace).await.as_str()), (201, "Grace"));

    let wrong = sign_in(&mut server.browser(), "Grace", Some("the roses are in")).await;
    for (name, password) in [("Nobody", "the roses are in"), ("Nobody", PASSWORD), ("", ""), ("\u{200b}", "x")] {
        let unknown = sign_in(&mut server.browser(), name, Some(password)).await;
        assert_eq!((unknown.status, unknown.text()), (wrong.status, wrong.text()), "{name:?}");
        assert_eq!(unknown.header("set-cookie"), "");
    }
    assert_eq!((wrong.status, wrong.refusal().code), (401, ErrorCode::Unauthenticated));

    let form = [("name", "Grace"), ("password", "the roses are in"), ("next", "/rooms/garden")];
    let answer = server.browser().send(Ask::post(path::SIGN_IN_FORM).form(&form)).await;
    let back = "/sign-in?with=password&error=unauthenticated&name=Grace&next=%2Frooms%2Fgarden";
    assert_eq!((answer.status, answer.header("location")), (303, back));
    let page = server.browser().get(back).await.text();
    assert!(page.contains("The name or the password is wrong."), "{page}");
    let form = [("name", "Grace"), ("password", PASSWORD), ("next", "/rooms/garden")];
    let mut again = server.browser();
    let answer = again.send(Ask::post(path::SIGN_IN_FORM).form(&form)).await;
    assert_eq!((answer.status, answer.header("location")), (303, "/rooms/garden"));
    assert_eq!(who(&mut again).await, "Grace");
}

#[tokio::test]
async fn a_form_of_another_site_signs_nobody_in() {
    let server = TestServer::start_closed().await;
    let link = server.set_up_path().await;
    for address in [path::SIGN_IN_FORM, &link] {
        let ask = Ask::post(address).form(&[("name", "Grace"), ("password", PASSWORD)]);
        let ask = ask.header("origin", "https://evil.example").header("sec-fetch-site", "cross-site");
        let answer = ask.send(server.address()).await;
        assert_eq!((answer.status, answer.header("set-cookie")), (403, ""), "{address}");
    }
}

#[tokio::test]
async fn neither_password_nor_link_is_kept_or_logged() {
    let mut server = TestServer::start_closed().await;
    let link = server.set_up_path().await;
    server.owner().await;
    sign_in(&mut server.browser(), "Grace", Some("the canary is wrong")).await;
    let secret = link.rsplit('/').next().expect("a secret").to_owned();
    let files = server.end().await;
    for secret in [PASSWORD, "the canary is wrong", &secret] {
        assert!(!files.windows(secret.len()).any(|bytes| bytes == secret.as_bytes()), "{secret} is in a file");
        assert!(!server.log().contains(secret), "{secret} is in the log");
    }
}
