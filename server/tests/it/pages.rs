//! Pages as the server renders them, before any script runs.

use anyhow::Result;
use hubbub_app::ports::Start;
use hubbub_protocol::{json, path};
use hyper::Method;

use crate::support::{Ask, TestServer};

#[tokio::test]
async fn every_address_has_its_status() {
    let server = TestServer::start().await;
    let mut ada = server.browser_of("Ada").await;
    for (address, status) in [
        ("/rooms", 200),
        ("/rooms/", 200),
        ("/rooms/general", 200),
        ("/sign-in?error=name_taken&name=Ada&next=%2Frooms", 200),
        ("/", 302),
        ("/rooms/nowhere", 404),
        ("/rooms/%ff", 404),
        ("/rooms/general/more", 404),
        ("/nowhere", 404),
    ] {
        let page = ada.get(address).await;
        assert_eq!(page.status, status, "{address}");
        let head = ada.send(Ask::new(Method::HEAD, address)).await;
        assert_eq!((head.status, head.text()), (status, String::new()), "HEAD {address}");
    }
    assert_eq!(ada.get("/").await.header("location"), "/rooms/general");
    assert_eq!(ada.send(Ask::post("/rooms/general")).await.status, 405);
}

#[tokio::test]
async fn who_is_not_signed_in_is_asked_to_and_comes_back() {
    let server = TestServer::start().await;
    let answer = server.browser().get("/rooms/%E8%8A%B1?old=1").await;
    assert_eq!((answer.status, answer.header("location")), (302, "/sign-in?next=%2Frooms%2F%25E8%258A%25B1%3Fold%3D1"));
    let form = server.browser().get(answer.header("location")).await.text();
    assert!(form.contains(r#"name="next" value="/rooms/%E8%8A%B1?old=1""#), "{form}");
    assert!(!form.contains("<script type=\"module\""), "the form works without scripts: {form}");
}

#[tokio::test]
async fn a_room_can_be_read_and_taken_over() -> Result<()> {
    let server = TestServer::start().await;
    let ada = server.member("Ada").await;
    let room = ada.create_room("Garden").await?;
    ada.say(room, "</script><b>Roses</b>");
    ada.expect_settled().await?;

    let mut grace = server.browser_of("Grace").await;
    let page = grace.get("/rooms/garden").await;
    let text = page.text();
    assert!(text.contains("<title>Garden · Hubbub</title>"), "{text}");
    assert!(text.contains("&lt;/script&gt;&lt;b&gt;Roses"), "the message is text: {text}");
    assert!(!text.contains("<b>Roses"), "and nothing else: {text}");

    let block = text.split_once(r#"<script id="start" type="application/json">"#).expect("a data block").1;
    let start: Start = json::read(block.split_once("</script>").expect("its end").0).expect("it can be read");
    assert_eq!(start.home.account.name, "Grace");
    let (slug, data) = start.room.expect("the address names a room");
    assert_eq!((slug.as_str(), data.expect("it is there").page.entries.len()), ("garden", 1));

    let (_, nonce) = page.header("content-security-policy").split_once("'nonce-").expect("a nonce");
    let nonce = nonce.split_once('\'').expect("its end").0.to_owned();
    assert!(text.contains(&format!("nonce=\"{nonce}\"")), "{text}");
    let again = grace.get("/rooms/garden").await;
    assert!(!again.header("content-security-policy").contains(&nonce), "a nonce is used once");
    Ok(())
}

#[tokio::test]
async fn a_page_is_never_kept_by_others() {
    let server = TestServer::start().await;
    let mut ada = server.browser_of("Ada").await;
    for address in ["/rooms/general", "/nowhere", path::SIGN_IN_FORM] {
        assert_eq!(ada.get(address).await.header("cache-control"), "no-store", "{address}");
    }
}
