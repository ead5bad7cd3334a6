//! Pages of other sites change nothing, whatever they make a browser send.

use hubbub_protocol::{Delivery, ErrorCode, SignIn, SignedIn, path};

use crate::support::{Ask, TestServer};

#[tokio::test]
async fn a_page_of_another_site_changes_nothing() {
    let server = TestServer::start().await;
    let ada = server.browser_of("Ada").await;
    let cookie = ada.cookie().expect("a cookie");
    let body = SignIn { name: "Mallory".to_owned(), password: None, delivery: Delivery::Cookie };
    let asks = [
        Ask::post(path::SESSIONS).json(&body),
        Ask::delete(path::SESSIONS),
        Ask::post(path::SIGN_IN_FORM).form(&[("name", "Mallory")]),
        Ask::post(path::SIGN_OUT_FORM).form(&[]),
    ];
    let from_elsewhere: [&[(&'static str, &str)]; 5] = [
        &[("sec-fetch-site", "cross-site"), ("origin", "https://evil.example")],
        &[("sec-fetch-site", "same-site")],
        &[("origin", "https://evil.example")],
        &[("origin", "null")],
        &[("sec-fetch-site", "same-origin"), ("origin", "http://evil.example:3000")],
    ];
    for ask in asks {
        for headers in from_elsewhere {
            let ask = headers.iter().fold(ask.clone(), |ask, (name, value)| ask.header(name, value));
            let answer = ask.header("cookie", cookie).send(server.address()).await;
            assert_eq!((answer.status, answer.refusal().code), (403, ErrorCode::ForbiddenOrigin), "{headers:?}");
            assert_eq!(answer.header("set-cookie"), "");
        }
    }
    // The name was never taken.
    server.browser_of("Mallory").await;
}

#[tokio::test]
async fn links_from_other_sites_and_programs_work() {
    let server = TestServer::start().await;
    let ada = server.browser_of("Ada").await;
    let cookie = ada.cookie().expect("a cookie");
    let link = Ask::get(path::SESSION).header("cookie", cookie).header("sec-fetch-site", "cross-site");
    assert_eq!(link.send(server.address()).await.json::<SignedIn>().account.name, "Ada");
    let program = SignIn { name: "Marvin".to_owned(), password: None, delivery: Delivery::Bearer };
    assert_eq!(Ask::post(path::SESSIONS).json(&program).send(server.address()).await.status, 201);
}

#[tokio::test]
async fn a_plain_form_names_its_origin_also_where_browsers_say_nothing_else() {
    let server = TestServer::start().await;
    let ask = Ask::post(path::SIGN_IN_FORM).form(&[("name", "Ada")]);
    let origin = format!("http://{}", server.address());
    let answer = ask.header("origin", &origin).send(server.address()).await;
    assert_eq!((answer.status, answer.header("location")), (303, "/"));
}

#[tokio::test]
async fn nothing_is_shared_with_other_origins() {
    let server = TestServer::start().await;
    let ask = Ask::get(path::ROOMS).header("origin", "https://evil.example");
    let answer = ask.send(server.address()).await;
    assert!(answer.headers.keys().all(|name| !name.as_str().starts_with("access-control-")), "{:?}", answer.headers);
}
