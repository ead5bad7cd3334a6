//! Which source of a setting wins, and where an effective value came from.

use std::fmt;

use super::{ConfigFile, Key, Problem};

/// Where a value came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Source {
    /// Nobody said anything.
    Default,
    /// A line of the configuration file.
    File {
        /// The file as it was named.
        path: String,
        /// The line, counted from one.
        line: usize,
    },
    /// An environment variable.
    Environment(&'static str),
    /// A flag on the command line.
    Flag(&'static str),
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Default => f.write_str("default"),
            Self::File { path, line } => write!(f, "{path}, line {line}"),
            Self::Environment(variable) => f.write_str(variable),
            Self::Flag(flag) => write!(f, "--{flag}"),
        }
    }
}

/// A value from the command line or the environment.
#[derive(Debug, Clone)]
pub(crate) struct Given {
    /// The `name` of its key.
    pub(crate) name: &'static str,
    /// The value as it was written.
    pub(crate) text: String,
    /// Where it was written.
    pub(crate) source: Source,
}

/// The effective value of a setting, for `config print`.
#[derive(Debug)]
pub(crate) struct Resolved {
    /// Which setting.
    pub(crate) key: &'static Key,
    /// The value as it was written; `None` when there is none.
    pub(crate) text: Option<String>,
    /// Where it came from.
    pub(crate) source: Source,
}

/// All sources of settings, the strongest first.
#[derive(Debug, Default)]
pub(crate) struct Layers {
    given: Vec<Given>,
    file: ConfigFile,
    problems: Vec<Problem>,
    resolved: Vec<Resolved>,
}

impl Layers {
    /// What was given on the command line and in the environment, above a file.
    pub(crate) fn new(given: Vec<Given>, file: ConfigFile) -> Self {
        Self { given, file, ..Self::default() }
    }

    /// The effective values that were read so far.
    pub(crate) fn resolved(&self) -> &[Resolved] {
        &self.resolved
    }

    /// The effective value of a setting; `None` when nobody gave one and there is no default, or it is wrong.
    pub(super) fn value<T>(&mut self, key: &'static Key, parse: impl Fn(&str) -> Result<T, String>) -> Option<T> {
        let given = self.given.iter().find(|given| given.name == key.name);
        let (text, source) = match (given, self.file.value(key)) {
            (Some(given), _) => (Some(given.text.clone()), given.source.clone()),
            (None, Some((text, source))) => (Some(text), source),
            (None, None) => (key.default.map(str::to_owned), Source::Default),
        };
        let value = text.as_deref().map(parse).transpose().unwrap_or_else(|reason| {
            self.problems.push(Problem(format!("{source}: {reason}")));
            None
        });
        self.resolved.push(Resolved { key, text, source });
        value
    }

    /// What was wrong with the values read so far.
    pub(super) fn take_problems(&mut self) -> Vec<Problem> {
        std::mem::take(&mut self.problems)
    }
}
