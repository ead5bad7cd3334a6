//! What can be said after `cargo xtask fuzz`.

use anyhow::{Result, ensure};

/// Seconds for each target, unless it is said.
const SECONDS: u64 = 60;

/// The command line, read.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Options {
    /// The targets to fuzz; all if it is empty.
    targets: Vec<String>,
    pub(super) seconds: u64,
    /// Whether what was found worth keeping goes into the source tree.
    pub(super) keep: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self { targets: Vec::new(), seconds: SECONDS, keep: false }
    }
}

impl Options {
    /// Reads the arguments.
    pub(crate) fn parse(arguments: Vec<String>) -> Result<Self, String> {
        let mut options = Self::default();
        let mut arguments = arguments.into_iter();
        while let Some(argument) = arguments.next() {
            let (name, value) = match argument.split_once('=') {
                Some((name, value)) => (name, Some(value.to_owned())),
                None => (argument.as_str(), None),
            };
            match name {
                "--keep" => options.keep = true,
                "--seconds" => {
                    let seconds = value.or_else(|| arguments.next()).and_then(|seconds| seconds.parse().ok());
                    options.seconds = seconds.ok_or("`--seconds` needs a number.\n")?;
                }
                other if other.starts_with('-') => return Err(format!("`{other}` means nothing here.\n")),
                _ => options.targets.push(argument),
            }
        }
        Ok(options)
    }

    /// The targets to fuzz, of all there are.
    pub(super) fn choose(&self, all: Vec<String>) -> Result<Vec<String>> {
        for target in &self.targets {
            ensure!(all.contains(target), "there is no target `{target}`; there are {}", all.join(", "));
        }
        Ok(if self.targets.is_empty() { all } else { self.targets.clone() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Result<Options, String> {
        Options::parse(line.split_whitespace().map(str::to_owned).collect())
    }

    #[test]
    fn targets_and_their_time_are_read() {
        let options = parse("frames commands --seconds 600 --keep").expect("it is understood");
        let targets = vec!["frames".to_owned(), "commands".to_owned()];
        assert_eq!(options, Options { targets, seconds: 600, keep: true });
        assert_eq!(parse("--seconds=5").expect("it is understood").seconds, 5);
        assert_eq!(parse("").expect("it is understood"), Options::default());
    }

    #[test]
    fn what_means_nothing_is_named() {
        assert!(parse("--fast").expect_err("there is no such option").contains("`--fast`"));
        for line in ["--seconds", "--seconds soon"] {
            assert!(parse(line).expect_err("it is no number").contains("needs a number"), "{line}");
        }
    }

    #[test]
    fn all_targets_are_fuzzed_unless_some_are_named() {
        let all = || vec!["commands".to_owned(), "frames".to_owned()];
        assert_eq!(Options::default().choose(all()).expect("they exist"), all());
        assert_eq!(parse("frames").expect("it is understood").choose(all()).expect("it exists"), ["frames"]);
        let error = parse("lunch").expect("it is understood").choose(all()).expect_err("there is no such target");
        assert_eq!(error.to_string(), "there is no target `lunch`; there are commands, frames");
    }
}
