//! Looking after people in the browser: invitations, roles, and who may not.

use futures::future::join_all;
use hubbub_lab::{
    bare::BareConnection,
    server::{Server, Session, SocketOptions},
};
use hubbub_protocol::{AccountId, CloseCode, Delivery, SessionSummary, SignIn, SignedIn, path};

use crate::support::{Answer, Ask, Browser, PASSWORD, TestServer, within_patience};

/// The path of the link that a page shows once.
fn link_on(page: &Answer) -> String {
    let text = page.text();
    let (_, link) = text.split_once("<code>").unwrap_or_else(|| panic!("there is no link in {text}"));
    let (link, _) = link.split_once("</code>").expect("its end");
    let at = link.find("/join/").or_else(|| link.find("/new-password/")).expect("a link of ours");
    link[at..].to_owned()
}

async fn invite(browser: &mut Browser, role: &str, uses: &str) -> Answer {
    browser.send(Ask::post(path::INVITE_FORM).form(&[("role", role), ("uses", uses), ("days", "7")])).await
}

async fn join(server: &TestServer, link: &str, name: &str) -> (Browser, Answer) {
    let mut browser = server.browser();
    let answer = browser.send(Ask::post(link).form(&[("name", name), ("password", PASSWORD)])).await;
    (browser, answer)
}

async fn account(browser: &mut Browser) -> AccountId {
    browser.get(path::SESSION).await.json::<SignedIn>().account.id
}

/// One more session of somebody, and a live socket on it.
async fn socket(server: &TestServer, name: &str, password: &str) -> BareConnection {
    let request = SignIn { name: name.to_owned(), password: Some(password.to_owned()), delivery: Delivery::Bearer };
    let answer = Ask::post(path::SESSIONS).json(&request).send(server.address()).await;
    assert_eq!(answer.status, 201, "{name} cannot sign in: {}", answer.text());
    let SignedIn { account, token } = answer.json();
    let session = Session { server: Server::at(server.address()), account, token: token.expect("a token") };
    BareConnection::open(&session, SocketOptions::default()).await.expect("the socket opens").0
}

async fn is_cut_off(mut socket: BareConnection) {
    let code = within_patience("the end of the socket", socket.closed()).await.expect("it ends");
    assert_eq!(code, CloseCode::SessionEnded.code());
}

#[tokio::test]
async fn an_invitation_is_made_in_the_browser_and_lets_in_as_many_as_it_says() {
    let server = TestServer::start_closed().await;
    let mut grace = server.owner().await;
    let page = invite(&mut grace, "member", "2").await;
    let link = link_on(&page);
    assert!(!grace.get(path::PEOPLE_SETTINGS).await.text().contains(&link), "it is shown this once");

    let form = server.browser().get(&link).await;
    assert!(form.status == 200 && form.text().contains("You are invited."), "{}", form.text());
    let (mut ada, answer) = join(&server, &link, "Ada").await;
    assert_eq!((answer.status, answer.header("location")), (303, "/"));
    assert_eq!(ada.get("/rooms/general").await.status, 200);
    let (_, taken) = join(&server, &link, "ADA").await;
    assert!(taken.header("location").contains("error=name_taken"), "{:?}", taken.headers);
    let (_, second) = join(&server, &link, "Linus").await;
    assert_eq!(second.header("location"), "/");
    let (late, answer) = join(&server, &link, "Marvin").await;
    assert!(answer.header("location").contains("error=not_found") && late.cookie().is_none());
    assert_eq!(server.browser().get(&link).await.status, 404);
}

#[tokio::test]
async fn of_fifty_who_use_one_invitation_at_once_one_comes_in() {
    let server = TestServer::start_closed().await;
    let link = link_on(&invite(&mut server.owner().await, "guest", "1").await);
    let names: Vec<_> = (0..50).map(|n| format!("Ada {n}")).collect();
    let tries = join_all(names.iter().map(|name| join(&server, &link, name))).await;
    let came = tries.iter().filter(|(browser, _)| browser.cookie().is_some()).count();
    assert_eq!(came, 1, "a link for one lets in one");
}

#[tokio::test]
async fn a_link_that_was_taken_back_lets_nobody_in() {
    let server = TestServer::start_closed().await;
    let mut grace = server.owner().await;
    let link = link_on(&invite(&mut grace, "member", "9").await);
    let page = grace.get(path::PEOPLE_SETTINGS).await.text();
    let (_, id) = page.split_once(r#"name="invitation" value=""#).expect("it is listed");
    let id = id.split_once('"').expect("its end").0.to_owned();
    let answer = grace.send(Ask::post(path::REVOKE_FORM).form(&[("invitation", &id)])).await;
    assert_eq!(answer.header("location"), "/settings/people?done=1");
    assert_eq!(server.browser().get(&link).await.status, 404);
    assert!(join(&server, &link, "Ada").await.0.cookie().is_none());
}

#[tokio::test]
async fn for_members_and_strangers_there_is_nothing_to_look_after() {
    let server = TestServer::start_closed().await;
    let mut grace = server.owner().await;
    let link = link_on(&invite(&mut grace, "member", "1").await);
    let (mut ada, _) = join(&server, &link, "Ada").await;
    let grace = account(&mut grace).await.to_string();

    let hidden = ada.get(path::PEOPLE_SETTINGS).await;
    let absent = ada.get("/settings/nowhere").await;
    assert_eq!((hidden.status, absent.status), (404, 404));
    let forms: [(&str, &[(&str, &str)]); 5] = [
        (path::INVITE_FORM, &[("role", "guest"), ("uses", "1"), ("days", "1")]),
        (path::ROLE_FORM, &[("account", &grace), ("role", "guest")]),
        (path::ACTIVE_FORM, &[("account", &grace), ("active", "false")]),
        (path::RESET_FORM, &[("account", &grace)]),
        (path::END_SESSIONS_FORM, &[("account", &grace)]),
    ];
    for (form, fields) in forms {
        let answer = ada.send(Ask::post(form).form(fields)).await;
        assert!(answer.header("location").contains("error=forbidden"), "{form}: {:?}", answer.headers);
        let answer = server.browser().send(Ask::post(form).form(fields)).await;
        assert_eq!((answer.status, answer.header("location")), (303, path::SIGN_IN_FORM), "{form}");
    }
}

#[tokio::test]
async fn who_is_deactivated_is_out_at_once_and_everywhere() {
    let server = TestServer::start_closed().await;
    let mut grace = server.owner().await;
    let link = link_on(&invite(&mut grace, "member", "1").await);
    let (mut ada, _) = join(&server, &link, "Ada").await;
    let (id, live) = (account(&mut ada).await.to_string(), socket(&server, "Ada", PASSWORD).await);
    let answer = grace.send(Ask::post(path::ACTIVE_FORM).form(&[("account", &id), ("active", "false")])).await;
    assert_eq!(answer.header("location"), "/settings/people?done=1");
    is_cut_off(live).await;
    assert_eq!(ada.get(path::SESSION).await.status, 401);
    let form = [("name", "Ada"), ("password", PASSWORD)];
    let answer = server.browser().send(Ask::post(path::SIGN_IN_FORM).form(&form)).await;
    assert!(answer.header("location").contains("error=unauthenticated"), "{:?}", answer.headers);
    grace.send(Ask::post(path::ACTIVE_FORM).form(&[("account", &id), ("active", "true")])).await;
    socket(&server, "Ada", PASSWORD).await;
}

#[tokio::test]
async fn another_password_signs_out_everywhere_else() {
    let server = TestServer::start_closed().await;
    let mut grace = server.owner().await;
    let live = socket(&server, "Grace", PASSWORD).await;
    let change = |old: &'static str, new: &'static str| {
        Ask::post(path::CHANGE_PASSWORD_FORM).form(&[("old", old), ("new", new)])
    };
    let wrong = grace.send(change("the roses are in", "a much better sentence")).await;
    assert!(wrong.header("location").contains("error=unauthenticated&field=old"), "{:?}", wrong.headers);
    let weak = grace.send(change(PASSWORD, "password1234")).await;
    assert!(weak.header("location").contains("error=invalid&field=password"), "{:?}", weak.headers);
    let changed = grace.send(change(PASSWORD, "a much better sentence")).await;
    assert_eq!(changed.header("location"), "/settings/account?done=1");
    is_cut_off(live).await;
    let sessions: Vec<SessionSummary> = grace.get(path::SESSIONS).await.json();
    assert_eq!(sessions.iter().map(|session| session.current).collect::<Vec<_>>(), [true]);
    socket(&server, "Grace", "a much better sentence").await;
}

#[tokio::test]
async fn a_new_role_and_a_lost_password_sign_somebody_out() {
    let server = TestServer::start_closed().await;
    let mut grace = server.owner().await;
    let link = link_on(&invite(&mut grace, "guest", "1").await);
    let (mut ada, _) = join(&server, &link, "Ada").await;
    let id = account(&mut ada).await.to_string();
    let live = socket(&server, "Ada", PASSWORD).await;
    grace.send(Ask::post(path::ROLE_FORM).form(&[("account", &id), ("role", "administrator")])).await;
    is_cut_off(live).await;

    let live = socket(&server, "Ada", PASSWORD).await;
    let link = link_on(&grace.send(Ask::post(path::RESET_FORM).form(&[("account", &id)])).await);
    let form = server.browser().get(&link).await.text();
    assert!(form.contains(r#"autocomplete="new-password""#) && form.contains("Ada"), "{form}");
    let answer = ada.send(Ask::post(&link).form(&[("password", "a much better sentence")])).await;
    assert_eq!((answer.status, answer.header("location")), (303, "/"));
    is_cut_off(live).await;
    assert_eq!(ada.get(path::PEOPLE_SETTINGS).await.status, 200, "she is an administrator now");
    assert_eq!(server.browser().get(&link).await.status, 404, "the link works once");
}

#[tokio::test]
async fn the_last_owner_stays() {
    let server = TestServer::start_closed().await;
    let mut grace = server.owner().await;
    let id = account(&mut grace).await.to_string();
    let answer = grace.send(Ask::post(path::ROLE_FORM).form(&[("account", &id), ("role", "member")])).await;
    assert!(answer.header("location").contains("field=role"), "{:?}", answer.headers);
    assert_eq!(grace.get(path::PEOPLE_SETTINGS).await.status, 200);
}

#[tokio::test]
async fn a_password_is_tried_ten_times_and_then_not_for_a_while() {
    let server = TestServer::start_closed().await;
    server.owner().await;
    let attempt = |name: &str, from: &str| {
        let request =
            SignIn { name: name.to_owned(), password: Some("the roses are in".to_owned()), delivery: Delivery::Cookie };
        // Nobody is believed about where they come from unless the operator said so.
        Ask::post(path::SESSIONS).json(&request).header("x-forwarded-for", from).send(server.address())
    };
    for n in 0..10 {
        assert_eq!(attempt("Grace", &format!("192.0.2.{n}")).await.status, 401);
    }
    let refused = attempt("grace ", "192.0.2.99").await;
    assert_eq!(refused.status, 429);
    assert!(refused.refusal().retry_after_ms.is_some_and(|wait| wait > 0) && !refused.header("retry-after").is_empty());
    assert_eq!(attempt("Ada", "192.0.2.1").await.status, 401, "another account is not locked");
}
