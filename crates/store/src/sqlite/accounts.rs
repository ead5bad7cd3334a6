//! Accounts.

use hubbub_protocol::{Account, AccountId, Timestamp};
use rusqlite::{Connection, params};

use super::rows;
use crate::error::Result;

pub(super) fn by_id(connection: &Connection, id: AccountId) -> Result<Option<Account>> {
    rows::one(connection, "SELECT key, id, name FROM accounts WHERE id = ?1", [id.as_bytes()], rows::account)
}

pub(super) fn by_name(connection: &Connection, key: &str) -> Result<Option<Account>> {
    rows::one(connection, "SELECT key, id, name FROM accounts WHERE name_key = ?1", [key], rows::account)
}

pub(super) fn with_in_name(connection: &Connection, part: &str, limit: usize) -> Result<Vec<Account>> {
    // `instr` takes everything literally; every name is looked at, which ten thousand of them allow.
    let sql = "SELECT key, id, name FROM accounts WHERE instr(name_key, ?1) ORDER BY name_key LIMIT ?2";
    rows::all(connection, sql, params![part, rows::limit(limit)], rows::account)
}

pub(super) fn insert(connection: &Connection, account: &Account, key: &str, at: Timestamp) -> Result<()> {
    let sql = "INSERT INTO accounts (id, name, name_key, created_at) VALUES (?1, ?2, ?3, ?4)";
    let params = params![account.id.as_bytes(), account.name, key, at.as_millis()];
    connection.prepare_cached(sql)?.execute(params)?;
    Ok(())
}
