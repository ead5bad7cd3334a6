//! `[store]`: where everything durable is.

use std::path::PathBuf;

use super::{Key, Layers};

pub(super) const DATA_DIR: Key = Key {
    section: "store",
    name: "data_dir",
    flag: "data-dir",
    variable: "HUBBUB_DATA_DIR",
    value_name: "DIRECTORY",
    bare: None,
    help: "Directory of the database; made when it does not exist",
    default: Some("hubbub-data"),
    otherwise: "",
};

/// Where everything durable is.
#[derive(Debug)]
pub(crate) struct Store {
    /// The data directory, relative to the working directory if it is not absolute.
    pub(crate) data_dir: PathBuf,
}

impl Store {
    pub(super) fn read(layers: &mut Layers) -> Self {
        Self { data_dir: layers.value(&DATA_DIR, directory).unwrap_or_default() }
    }
}

fn directory(text: &str) -> Result<PathBuf, String> {
    if text.trim().is_empty() { Err("the data directory must have a name".to_owned()) } else { Ok(text.into()) }
}
