//! Looking after people on the command line, on the running server.

use std::os::unix::fs::PermissionsExt;

use hubbub_protocol::path;

use crate::support::{Ask, PASSWORD, TestServer, hubbub};

/// What a command said on a server that runs, and whether it was done.
async fn command(server: &TestServer, arguments: &[&str]) -> (Option<i32>, String, String) {
    let data_dir = server.data_dir();
    let ended = hubbub(arguments).env("HUBBUB_DATA_DIR", data_dir.to_str().expect("a text")).ended().await;
    (ended.code, ended.stdout, ended.stderr)
}

/// The path of the link in what a command said.
fn link_in(server: &TestServer, said: &str) -> String {
    let origin = format!("http://{}", server.address());
    let link = said.lines().find_map(|line| line.strip_prefix(&origin)).unwrap_or_else(|| panic!("no link in {said}"));
    link.to_owned()
}

#[tokio::test]
async fn an_account_is_made_and_its_owner_chooses_a_password() {
    let server = TestServer::start_closed().await;
    let (code, said, _) = command(&server, &["user", "add", "Ada", "--role", "owner"]).await;
    assert_eq!(code, Some(0), "{said}");
    let link = link_in(&server, &said);
    let mut ada = server.browser();
    let answer = ada.send(Ask::post(&link).form(&[("password", PASSWORD)])).await;
    assert_eq!((answer.status, answer.header("location")), (303, "/"));
    assert_eq!(ada.get(path::PEOPLE_SETTINGS).await.status, 200, "she owns it");
    assert_eq!(server.browser().get(&server.set_up_path().await).await.status, 404, "nobody else can");

    let (code, _, wrong) = command(&server, &["user", "add", "ADA"]).await;
    assert_eq!((code, wrong.as_str()), (Some(1), "error: This name is taken; choose another.\n"));
    let (code, _, wrong) = command(&server, &["user", "add", "Grace", "--role", "king"]).await;
    assert_eq!(code, Some(1));
    assert!(wrong.contains("guest, member, administrator or owner"), "{wrong}");
}

#[tokio::test]
async fn everybody_is_listed_and_can_be_kept_out() {
    let server = TestServer::start_closed().await;
    let mut grace = server.owner().await;
    command(&server, &["user", "add", "Ada"]).await;
    let (_, listed, _) = command(&server, &["user", "list"]).await;
    assert_eq!(listed, "Ada    member         no password\nGrace  owner\n");

    let (code, _, wrong) = command(&server, &["user", "deactivate", "Grace"]).await;
    assert_eq!((code, wrong.contains("last owner")), (Some(1), true), "{wrong}");
    assert_eq!(command(&server, &["user", "role", "Ada", "owner"]).await.0, Some(0));
    assert_eq!(command(&server, &["user", "deactivate", "Grace"]).await.0, Some(0));
    assert_eq!(grace.get(path::SESSION).await.status, 401, "she is out at once");
    let (_, listed, _) = command(&server, &["user", "list"]).await;
    assert_eq!(listed, "Ada    owner          no password\nGrace  owner          deactivated\n");
    assert_eq!(command(&server, &["user", "activate", "Grace"]).await.0, Some(0));
    let (code, _, wrong) = command(&server, &["user", "reset", "Nobody"]).await;
    assert_eq!((code, wrong.as_str()), (Some(1), "error: there is nobody of this name\n"));
}

#[tokio::test]
async fn a_name_from_before_there_were_passwords_is_claimed_by_a_link() {
    let server = TestServer::start().await;
    let mut ada = server.browser_of("Ada").await;
    let (code, said, _) = command(&server, &["user", "reset", "Ada"]).await;
    assert_eq!(code, Some(0));
    let link = link_in(&server, &said);
    let mut desk = server.browser();
    desk.send(Ask::post(&link).form(&[("password", PASSWORD)])).await;
    assert_eq!(desk.get(path::SESSION).await.status, 200);
    assert_eq!(ada.get(path::SESSION).await.status, 401, "whoever had the name before has to sign in");
}

#[tokio::test]
async fn people_are_invited() {
    let server = TestServer::start_closed().await;
    let (code, said, _) = command(&server, &["invite", "--role", "guest", "--days", "1", "--uses", "2"]).await;
    assert_eq!(code, Some(0), "{said}");
    let link = link_in(&server, &said);
    for name in ["Ada", "Linus"] {
        let answer = server.browser().send(Ask::post(&link).form(&[("name", name), ("password", PASSWORD)])).await;
        assert_eq!(answer.header("location"), "/");
    }
    let (code, _, wrong) = command(&server, &["invite", "--days", "1000"]).await;
    assert_eq!((code, wrong.contains("from 1 to 90")), (Some(1), true), "{wrong}");
    let (code, _, wrong) = command(&server, &["invite", "--role", "owner"]).await;
    assert_eq!((code, wrong.is_empty()), (Some(1), false));
}

#[tokio::test]
async fn the_socket_is_for_its_user_alone_and_goes_with_the_server() {
    let mut server = TestServer::start_closed().await;
    let socket = server.data_dir().join("control.sock");
    let mode = std::fs::metadata(&socket).expect("the socket").permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    server.crash().await;
    assert_eq!(command(&server, &["user", "list"]).await.0, Some(0), "one that a crash left behind is replaced");
    server.end().await;
    let (code, _, wrong) = command(&server, &["user", "list"]).await;
    assert_eq!(code, Some(1));
    assert!(wrong.contains("no Hubbub is running on") && wrong.contains("--data-dir"), "{wrong}");
}
