//! Accounts and signing in.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::AccountId;

/// An account as others see it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Account {
    /// Which account.
    pub id: AccountId,
    /// What its owner is called.
    pub name: String,
}

/// The query of `GET /api/v1/people`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct PeopleQuery {
    /// What their names have in them, whatever the case; everybody when it is empty.
    #[serde(default)]
    pub name: String,
}

/// The answer to `GET /api/v1/people`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct People {
    /// In the order of their names, as many as [`crate::limits::PEOPLE_FOUND`] at most.
    pub people: Vec<Account>,
}

/// How the proof of a new session reaches the client.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Delivery {
    /// As a cookie that scripts cannot read: for browsers.
    #[default]
    Cookie,
    /// As a token in the answer, to be sent as `Authorization: Bearer …`: for bots.
    Bearer,
}

/// `POST /api/v1/sessions`: start a session of an account that is there, with its password; or, where the server is open,
/// choose a name, which makes an account of a guest.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignIn {
    /// The name of the account; a new one must be nobody else's.
    pub name: String,
    /// Its password; none to choose a new name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub password: Option<String>,
    /// How to hand out the proof of the session.
    #[serde(default)]
    pub delivery: Delivery,
}

impl fmt::Debug for SignIn {
    /// Without the password, so that no log can hold it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SignIn").field("name", &self.name).field("delivery", &self.delivery).finish_non_exhaustive()
    }
}

/// The answer to `SignIn`, and to `GET /api/v1/session`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignedIn {
    /// Who is signed in.
    pub account: Account,
    /// The bearer token, where that was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token: Option<String>,
}
