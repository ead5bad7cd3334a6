//! Accounts.

use hubbub_chat::{Role, ports::Standing};
use hubbub_protocol::{Account, AccountId, Timestamp};
use rusqlite::{Connection, Row, params};

use super::rows::{self, column};
use crate::error::Result;

pub(super) fn by_id(connection: &Connection, id: AccountId) -> Result<Option<Account>> {
    rows::one(connection, "SELECT key, id, name FROM accounts WHERE id = ?1", [id.as_bytes()], rows::account)
}

pub(super) fn by_name(connection: &Connection, key: &str) -> Result<Option<Account>> {
    rows::one(connection, "SELECT key, id, name FROM accounts WHERE name_key = ?1", [key], rows::account)
}

pub(super) fn find(connection: &Connection, part: &str, limit: usize) -> Result<Vec<Account>> {
    // `instr` takes everything literally; every name is looked at, which ten thousand of them allow.
    let sql = "SELECT key, id, name FROM accounts WHERE instr(name_key, ?1) AND deactivated_at IS NULL ORDER BY name_key LIMIT ?2";
    rows::all(connection, sql, params![part, rows::limit(limit)], rows::account)
}

pub(super) fn standing_of(connection: &Connection, id: AccountId) -> Result<Option<Standing>> {
    let sql = "SELECT key, id, name, role, deactivated_at FROM accounts WHERE id = ?1";
    rows::one(connection, sql, [id.as_bytes()], |row| standing(row, 0))
}

pub(super) fn insert(connection: &Connection, account: &Account, key: &str, role: Role, at: Timestamp) -> Result<()> {
    let sql = "INSERT INTO accounts (id, name, name_key, role, created_at) VALUES (?1, ?2, ?3, ?4, ?5)";
    let params = params![account.id.as_bytes(), account.name, key, number(role), at.as_millis()];
    connection.prepare_cached(sql)?.execute(params)?;
    Ok(())
}

/// The standing in five columns from `first` on: key, id, name, role, `deactivated_at`.
pub(super) fn standing(row: &Row<'_>, first: usize) -> Result<Standing> {
    let id = AccountId::from_bytes(column(row, "accounts", first + 1)?);
    let role: i64 = column(row, "accounts", first + 3)?;
    let role = Role::ALL.into_iter().find(|it| number(*it) == role);
    Ok(Standing {
        account: Account { id, name: column(row, "accounts", first + 2)? },
        role: role.ok_or_else(|| rows::inconsistent(row, "accounts"))?,
        is_active: column::<Option<i64>>(row, "accounts", first + 4)?.is_none(),
    })
}

/// `accounts.role`.
fn number(role: Role) -> i64 {
    match role {
        Role::Guest => 1,
        Role::Member => 2,
        Role::Administrator => 3,
        Role::Owner => 4,
    }
}
