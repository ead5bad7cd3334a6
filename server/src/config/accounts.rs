//! `[accounts]`: how people come in.

use super::{Key, Layers};

pub(super) const OPEN: Key = Key {
    section: "accounts",
    name: "open",
    flag: "open",
    variable: "HUBBUB_OPEN",
    value_name: "true|false",
    bare: Some("true"),
    help: "Let everybody in who chooses a name, as a guest without a password: for demonstrations and closed networks",
    default: Some("false"),
    otherwise: "",
};

/// How people come in.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Accounts {
    /// Whether a name is enough.
    pub(crate) is_open: bool,
}

impl Accounts {
    pub(super) fn read(layers: &mut Layers) -> Self {
        Self { is_open: layers.value(&OPEN, truth).unwrap_or_default() }
    }
}

fn truth(text: &str) -> Result<bool, String> {
    match text {
        "true" | "1" | "yes" | "on" => Ok(true),
        "false" | "0" | "no" | "off" => Ok(false),
        _ => Err(format!("`{text}` is neither true nor false")),
    }
}
