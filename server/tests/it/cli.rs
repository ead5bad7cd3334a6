//! The command line: settings, and failures told in one sentence each.

use std::os::unix::fs::{FileExt, PermissionsExt};

use rustix::process::Signal;

use crate::support::hubbub;

/// Runs `hubbub` until it fails, and compares its one sentence.
macro_rules! check_fails {
    ($command:expr, $code:expr, $($part:expr),+ $(,)?) => {{
        let ended = $command.ended().await;
        let lines: Vec<_> = ended.stderr.lines().collect();
        assert_eq!((ended.code, lines.len(), ended.stdout.as_str()), (Some($code), 1, ""), "{ended:?}");
        assert!(lines[0].starts_with("error: "), "{}", lines[0]);
        for part in [$($part),+] {
            assert!(lines[0].contains(part), "{:?} should contain {part:?}", lines[0]);
        }
    }};
}

#[tokio::test]
async fn a_busy_port_is_named() {
    let server = hubbub(&[]).ready().await;
    let address = server.address().to_string();
    let expected = format!("another program listens on {address} already: stop it, or choose another port");
    check_fails!(hubbub(&["--listen", &address]), 1, expected.as_str());
}

#[tokio::test]
async fn an_address_of_another_machine_is_named() {
    let command = hubbub(&["--listen", "192.0.2.1:3000", "--public-url", "http://192.0.2.1:3000"]);
    check_fails!(command, 1, "192.0.2.1:3000 is not an address of this machine");
}

#[tokio::test]
async fn a_data_directory_that_cannot_be_used_is_named() {
    check_fails!(hubbub(&["--data-dir", "/dev/null/data"]), 1, "/dev/null/data cannot be made", "--data-dir");
    check_fails!(hubbub(&["--data-dir", "/dev/null"]), 1, "/dev/null is not a directory");
    check_fails!(hubbub(&[]).folder("hubbub-data", 0o755), 1, "run `chmod 700 hubbub-data`");
}

#[tokio::test]
async fn a_data_directory_that_is_in_use_is_named() {
    let server = hubbub(&[]).ready().await;
    let data_dir = server.path("hubbub-data");
    let data_dir = data_dir.to_str().expect("text");
    check_fails!(hubbub(&["--data-dir", data_dir]), 1, "another Hubbub is running on", "hubbub.db");
}

#[tokio::test]
async fn a_database_that_is_damaged_or_something_else_is_named() {
    let command = hubbub(&[]).folder("hubbub-data", 0o700).file("hubbub-data/hubbub.db", "no database".repeat(100));
    check_fails!(command, 1, "hubbub.db", "nothing was changed");
}

#[tokio::test]
async fn a_database_of_a_newer_hubbub_is_named() {
    let newer = hubbub(&[]).folder("hubbub-data", 0o700);
    let database = newer.path("hubbub-data/hubbub.db");
    let server = hubbub(&[]).ready().await;
    std::fs::hard_link(server.path("hubbub-data/hubbub.db"), &database).expect("the database is kept");
    server.signal(Signal::TERM);
    assert!(server.ended().await.0.success());

    // Where a SQLite file keeps its `user_version`, which counts our schemas.
    let file = std::fs::File::options().write(true).open(&database).expect("the database");
    file.write_all_at(&9_999_u32.to_be_bytes(), 60).expect("it is written");
    check_fails!(newer, 1, "was made by a newer Hubbub", "schema 9999", "nothing was changed");
}

#[tokio::test]
async fn wrong_settings_are_named_with_their_source() {
    check_fails!(hubbub(&["--public-url", "chat"]), 2, "--public-url: `chat` is not a web address");
    check_fails!(hubbub(&[]).env("HUBBUB_LISTEN", "3000"), 2, "HUBBUB_LISTEN: `3000` is not an address with a port");
    let command = hubbub(&[]).file("hubbub.toml", "[http]\n\nlisten_on = \"x\"\n");
    check_fails!(command, 2, "hubbub.toml, line 3: there is no setting `http.listen_on`");
    check_fails!(hubbub(&["--config", "nowhere.toml"]), 2, "the configuration file nowhere.toml cannot be read");
    check_fails!(hubbub(&["--listen", "0.0.0.0:0"]), 2, "set --public-url or HUBBUB_PUBLIC_URL");
    check_fails!(hubbub(&["--session-idle-days", "0"]), 2, "`0` is not a number of days from 1 to 3650");
    check_fails!(hubbub(&["--session-longest-days", "7"]), 2, "set --session-idle-days to no more than");
}

#[tokio::test]
async fn an_unknown_flag_is_a_usage_error() {
    let ended = hubbub(&["--lisen", "127.0.0.1:0"]).ended().await;
    assert_eq!(ended.code, Some(2));
    assert!(ended.stderr.contains("unexpected argument '--lisen'"), "{}", ended.stderr);
}

#[tokio::test]
async fn settings_can_be_checked() {
    let right = hubbub(&["config", "check"]).ended().await;
    assert_eq!((right.code, right.stdout.as_str(), right.stderr.as_str()), (Some(0), "The settings are OK.\n", ""));
    let file = "[http]\nheader_timeout = 0\n[telemetry]\nlog = \"a=b=c\"\n";
    let wrong = hubbub(&["config", "check"]).env("HUBBUB_LOG", "").file("hubbub.toml", file).ended().await;
    assert_eq!((wrong.code, wrong.stdout.as_str(), wrong.stderr.lines().count()), (Some(2), "", 2), "{wrong:?}");
}

#[tokio::test]
async fn settings_can_be_shown_with_their_sources_and_used_again() {
    let file = "[http]\nheader_timeout = 7\nmax_connections = 50\n[store]\ndata_dir = \"from-file\"\n";
    let command = hubbub(&["config", "print", "--max-connections", "60"]).file("other.toml", file);
    let shown = command.env("HUBBUB_CONFIG", "other.toml").env("HUBBUB_DATA_DIR", "from-environment").ended().await;
    assert_eq!(shown.code, Some(0), "{shown:?}");
    let expected = "\
[http]
listen = \"127.0.0.1:0\"  # HUBBUB_LISTEN
# public_url is not set: this machine only
max_connections = \"60\"  # --max-connections
header_timeout = \"7\"  # other.toml, line 2
# trusted_proxies is not set: nobody is believed

[store]
data_dir = \"from-environment\"  # HUBBUB_DATA_DIR

[accounts]
open = \"true\"  # HUBBUB_OPEN

[sessions]
idle_days = \"30\"  # default
longest_days = \"90\"  # default

[telemetry]
log = \"error\"  # HUBBUB_LOG
";
    assert_eq!(shown.stdout, expected);
    let again = hubbub(&["config", "check"]).file("hubbub.toml", &shown.stdout).ended().await;
    assert_eq!(again.code, Some(0), "{again:?}");
}

#[tokio::test]
async fn the_help_names_every_default_and_variable() {
    let help = hubbub(&["--help"]).ended().await;
    assert_eq!(help.code, Some(0));
    let help: String = help.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
    for part in [
        "Run the server (the default)",
        "[default: 127.0.0.1:3000] [env: HUBBUB_LISTEN]",
        "[default: hubbub-data] [env: HUBBUB_DATA_DIR]",
        "[env: HUBBUB_PUBLIC_URL]",
        "[default: hubbub.toml, where it exists] [env: HUBBUB_CONFIG]",
    ] {
        assert!(help.contains(part), "{part} in {help}");
    }
}

#[tokio::test]
async fn what_the_server_writes_is_for_its_user_alone() {
    let server = hubbub(&["serve", "--data-dir", "a/b"]).ready().await;
    let mode = |path: &str| std::fs::metadata(server.path(path)).expect(path).permissions().mode() & 0o777;
    assert_eq!(mode("a/b"), 0o700);
    let files = std::fs::read_dir(server.path("a/b")).expect("the data directory");
    let names: Vec<_> = files.map(|file| file.expect("a file").file_name().into_string().expect("text")).collect();
    assert!(names.iter().any(|name| name == "hubbub.db"), "{names:?}");
    for name in names {
        assert_eq!(mode(&format!("a/b/{name}")), 0o600, "{name}");
    }
}
