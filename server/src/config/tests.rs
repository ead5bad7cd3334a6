//! Settings from all their sources.

use super::*;

fn given(key: &'static Key, text: &str, source: Source) -> Given {
    Given { name: key.name, text: text.to_owned(), source }
}

/// The name of each setting and where its value came from.
type Sources = Vec<(String, String)>;

fn read(given: Vec<Given>, file: &str) -> Result<(Config, Sources), Vec<String>> {
    let sentences = |problems: Vec<Problem>| problems.iter().map(ToString::to_string).collect::<Vec<_>>();
    let file = ConfigFile::parse("hubbub.toml", file).map_err(sentences)?;
    let mut layers = Layers::new(given, file);
    let config = Config::read(&mut layers).map_err(sentences)?;
    let sources = layers.resolved().iter().map(|resolved| (resolved.key.name.to_owned(), resolved.source.to_string()));
    Ok((config, sources.collect()))
}

#[track_caller]
fn check_refused(given: Vec<Given>, file: &str, expected: &[&str]) {
    let problems = read(given, file).map(|_| ()).expect_err("these settings are wrong");
    assert_eq!(problems.len(), expected.len(), "{problems:?}");
    for (problem, part) in problems.iter().zip(expected) {
        assert!(problem.contains(part), "{problem:?} should contain {part:?}");
    }
}

#[test]
fn defaults_are_enough() {
    let (config, sources) = read(Vec::new(), "").expect("no settings are needed");
    assert_eq!(config.http.listen.to_string(), "127.0.0.1:3000");
    assert_eq!(config.http.header_timeout.as_secs(), 10);
    assert_eq!(config.http.public_url, None);
    assert_eq!(config.store.data_dir.to_str(), Some("hubbub-data"));
    assert!(sources.iter().all(|(_, source)| source == "default"), "{sources:?}");
    assert_eq!(sources.len(), KEYS.len());
}

#[test]
fn flags_win_over_the_environment_and_the_environment_over_the_file() {
    let file = "[http]\nlisten = \"127.0.0.1:1\"\nheader_timeout = 3\n\n[store]\ndata_dir = \"from-file\"\n";
    let flag = given(&http::LISTEN, "127.0.0.1:2", Source::Flag("listen"));
    let variable = given(&store::DATA_DIR, "from-environment", Source::Environment("HUBBUB_DATA_DIR"));
    let (config, sources) = read(vec![flag, variable], file).expect("these settings are right");
    assert_eq!(config.http.listen.port(), 2);
    assert_eq!(config.http.header_timeout.as_secs(), 3);
    assert_eq!(config.store.data_dir.to_str(), Some("from-environment"));
    let source = |name: &str| sources.iter().find(|(key, _)| key == name).map(|(_, source)| source.as_str());
    assert_eq!(source("listen"), Some("--listen"));
    assert_eq!(source("data_dir"), Some("HUBBUB_DATA_DIR"));
    assert_eq!(source("header_timeout"), Some("hubbub.toml, line 3"));
    assert_eq!(source("log"), Some("default"));
}

#[test]
fn an_unknown_key_is_named_with_its_line() {
    check_refused(Vec::new(), "[http]\n\nlisen = \"x\"\n", &["hubbub.toml, line 3: there is no setting `http.lisen`"]);
    check_refused(Vec::new(), "[htp]\nlisten = \"x\"\n", &["line 2: there is no setting `htp.listen`"]);
    check_refused(Vec::new(), "listen = \"x\"\n", &["line 1: `listen` stands outside of a section"]);
    check_refused(
        Vec::new(),
        "[http]\nlisten = [1]\n",
        &["line 2: `listen` must be a text, a number, or true or false"],
    );
    check_refused(Vec::new(), "[http]\nlisten\n", &["line 2: this is not TOML"]);
}

#[test]
fn all_wrong_values_are_named_with_their_source() {
    let flag = given(&http::LISTEN, "localhost", Source::Flag("listen"));
    let variable = given(&http::PUBLIC_URL, "chat", Source::Environment("HUBBUB_PUBLIC_URL"));
    let file = "[http]\nheader_timeout = 0\nmax_connections = \"many\"\n[telemetry]\nlog = \"hubbub=loud\"\n";
    let expected = [
        "--listen: `localhost` is not an address with a port",
        "HUBBUB_PUBLIC_URL: `chat` is not a web address",
        "hubbub.toml, line 3: `many` is not a number above zero",
        "hubbub.toml, line 2: `0` is not a number of seconds",
        "hubbub.toml, line 5: `hubbub=loud` is not a log level",
    ];
    check_refused(vec![flag, variable], file, &expected);
}

#[test]
fn a_public_url_is_a_place_and_nothing_more() {
    for wrong in [
        "ftp://chat.example.org",
        "chat.example.org:3000",
        "https://chat.example.org/hubbub",
        "https://chat.example.org/?a",
        "https://chat.example.org/#a",
        "https://ada@chat.example.org",
        "http://0.0.0.0:3000",
        "http://[::]:3000",
    ] {
        assert!(PublicUrl::parse(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn an_address_others_can_reach_needs_a_public_url() {
    for exposed in ["0.0.0.0:3000", "[::]:3000", "192.168.1.5:3000"] {
        let listen = || given(&http::LISTEN, exposed, Source::Flag("listen"));
        check_refused(vec![listen()], "", &["set --public-url or HUBBUB_PUBLIC_URL"]);
        let url = given(&http::PUBLIC_URL, "http://192.168.1.5:3000", Source::Flag("public-url"));
        assert!(read(vec![listen(), url], "").is_ok(), "{exposed}");
    }
}
