//! What can be said after `cargo xtask bench`.

use std::path::PathBuf;

/// The command line, read.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Options {
    /// Another server than the one of this source tree.
    pub(super) server: Option<PathBuf>,
    /// Keys of the peers to measure; all if it is empty.
    pub(super) peers: Vec<String>,
    /// What goes to the laboratory as it is.
    pub(super) for_lab: Vec<String>,
}

impl Options {
    /// Whether a scenario is to be measured.
    pub(super) fn wants(&self, scenario: &str) -> bool {
        let only = self.for_lab.iter().position(|word| word == "--only").and_then(|at| self.for_lab.get(at + 1));
        only.is_none_or(|only| only.split(',').any(|one| one == scenario))
    }

    /// Reads the arguments.
    pub(crate) fn parse(arguments: Vec<String>) -> Result<Self, String> {
        let mut options = Self::default();
        let mut arguments = arguments.into_iter();
        while let Some(argument) = arguments.next() {
            let (name, value) = match argument.split_once('=') {
                Some((name, value)) => (name.to_owned(), Some(value.to_owned())),
                None => (argument, None),
            };
            if name == "--quick" {
                options.for_lab.push(name);
                continue;
            }
            let Some(value) = value.or_else(|| arguments.next()) else {
                return Err(format!("`{name}` needs a value or means nothing here.\n"));
            };
            match name.as_str() {
                "--server" => options.server = Some(value.into()),
                "--peers" => options.peers = value.split(',').map(str::to_owned).collect(),
                "--only" | "--rounds" => options.for_lab.extend([name, value]),
                other => return Err(format!("`{other}` means nothing here.\n")),
            }
        }
        Ok(options)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Result<Options, String> {
        Options::parse(line.split_whitespace().map(str::to_owned).collect())
    }

    #[test]
    fn what_concerns_the_laboratory_is_handed_on() {
        let options = parse("--only fanout,idle --quick --rounds=3 --peers ws,axum").expect("it is understood");
        assert_eq!(options.for_lab, ["--only", "fanout,idle", "--quick", "--rounds", "3"]);
        assert_eq!(options.peers, ["ws", "axum"]);
        assert_eq!(parse("--server a/hubbub").expect("it is understood").server, Some("a/hubbub".into()));
    }

    #[test]
    fn a_scenario_is_wanted_unless_only_others_are() {
        let wants = |line: &str| parse(line).expect("it is understood").wants("page");
        assert!(wants("") && wants("--quick") && wants("--only idle,page"));
        assert!(!wants("--only idle,pages"));
    }

    #[test]
    fn what_means_nothing_is_named() {
        assert!(parse("--fast yes").expect_err("there is no such option").contains("`--fast`"));
        assert!(parse("--only").expect_err("a value is missing").contains("needs a value"));
    }
}
