//! `hubbub.toml`: a table per section. A key nobody knows is an error, not a silent typo.

use std::{collections::BTreeMap, io, path::Path};

use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use super::{KEYS, Key, Problem, Source};

/// Read when no other file is named and it exists.
pub(crate) const DEFAULT_PATH: &str = "hubbub.toml";

/// The values of a configuration file; empty when there is no file.
#[derive(Debug, Default)]
pub(crate) struct ConfigFile {
    path: String,
    values: BTreeMap<(&'static str, &'static str), (String, usize)>,
}

impl ConfigFile {
    /// Reads the named file, or the default one where it exists.
    pub(crate) fn load(named: Option<&Path>) -> Result<Self, Vec<Problem>> {
        let path = named.unwrap_or(Path::new(DEFAULT_PATH));
        match std::fs::read_to_string(path) {
            Ok(text) => Self::parse(&path.display().to_string(), &text),
            Err(error) if error.kind() == io::ErrorKind::NotFound && named.is_none() => Ok(Self::default()),
            Err(error) => {
                Err(vec![Problem(format!("the configuration file {} cannot be read: {error}", path.display()))])
            }
        }
    }

    /// Reads the text of a file.
    pub(super) fn parse(path: &str, text: &str) -> Result<Self, Vec<Problem>> {
        let line = |offset: usize| 1 + text.bytes().take(offset).filter(|byte| *byte == b'\n').count();
        let root = DeTable::parse(text).map_err(|error| {
            let place = error.span().map(|span| format!(", line {}", line(span.start))).unwrap_or_default();
            vec![Problem(format!("{path}{place}: this is not TOML: {}", error.message()))]
        })?;
        let mut file = Self { path: path.to_owned(), values: BTreeMap::new() };
        let mut problems = Vec::new();
        let mut complain =
            |offset, what: String| problems.push(Problem(format!("{path}, line {}: {what}", line(offset))));
        for (section, content) in root.get_ref() {
            let Some(content) = content.get_ref().as_table() else {
                complain(section.span().start, format!("`{}` stands outside of a section", section.get_ref()));
                continue;
            };
            for (name, value) in content {
                match (known(section.get_ref(), name.get_ref()), plain(value)) {
                    (Some(key), Some(text)) => {
                        file.values.insert((key.section, key.name), (text, line(name.span().start)));
                    }
                    (Some(key), None) => {
                        complain(
                            value.span().start,
                            format!("`{}` must be a text, a number, or true or false", key.name),
                        );
                    }
                    (None, _) => complain(name.span().start, unknown(section.get_ref(), name.get_ref())),
                }
            }
        }
        if problems.is_empty() { Ok(file) } else { Err(problems) }
    }

    /// The value of a setting and where it stands.
    pub(super) fn value(&self, key: &Key) -> Option<(String, Source)> {
        let (text, line) = self.values.get(&(key.section, key.name))?;
        Some((text.clone(), Source::File { path: self.path.clone(), line: *line }))
    }
}

fn known(section: &str, name: &str) -> Option<&'static Key> {
    KEYS.iter().copied().find(|key| key.section == section && key.name == name)
}

fn unknown(section: &str, name: &str) -> String {
    let all: Vec<_> = KEYS.iter().map(|key| format!("{}.{}", key.section, key.name)).collect();
    format!("there is no setting `{section}.{name}`; there are {}", all.join(", "))
}

fn plain(value: &Spanned<DeValue<'_>>) -> Option<String> {
    match value.get_ref() {
        DeValue::String(text) => Some(text.clone().into_owned()),
        DeValue::Integer(number) => Some(number.as_str().to_owned()),
        DeValue::Boolean(truth) => Some(truth.to_string()),
        _ => None,
    }
}
