//! Accounts.

use hubbub_chat::{
    Role,
    ports::{PasswordHash, Person, Standing},
    rights::SetActive,
};
use hubbub_protocol::{Account, AccountId, Timestamp};
use rusqlite::{Connection, Row, params};

use super::rows::{self, column};
use crate::error::{Error, Result};

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

pub(super) fn password(connection: &Connection, id: AccountId) -> Result<Option<PasswordHash>> {
    let sql = "SELECT p.account, p.hash FROM passwords AS p JOIN accounts AS a ON a.key = p.account WHERE a.id = ?1";
    rows::one(connection, sql, [id.as_bytes()], |row| column(row, "passwords", 1).map(PasswordHash::new))
}

pub(super) fn owners(connection: &Connection) -> Result<usize> {
    let sql = "SELECT 0, count(*) FROM accounts WHERE role = ?1 AND deactivated_at IS NULL";
    let count = rows::one(connection, sql, [number(Role::Owner)], |row| column::<u32>(row, "accounts", 1))?;
    Ok(usize::try_from(count.unwrap_or(0)).unwrap_or(usize::MAX))
}

pub(super) fn list(connection: &Connection, limit: usize) -> Result<Vec<Person>> {
    let sql = "
        SELECT key, id, name, role, deactivated_at, created_at, EXISTS (SELECT 1 FROM passwords WHERE account = key)
        FROM accounts ORDER BY name_key LIMIT ?1";
    rows::all(connection, sql, [rows::limit(limit)], |row| {
        Ok(Person {
            standing: standing(row, 0)?,
            has_password: column(row, "passwords", 6)?,
            since: Timestamp::from_millis(column(row, "accounts", 5)?),
        })
    })
}

pub(super) fn insert(connection: &Connection, account: &Account, key: &str, role: Role, at: Timestamp) -> Result<()> {
    let sql = "INSERT INTO accounts (id, name, name_key, role, created_at) VALUES (?1, ?2, ?3, ?4, ?5)";
    let params = params![account.id.as_bytes(), account.name, key, number(role), at.as_millis()];
    connection.prepare_cached(sql)?.execute(params)?;
    Ok(())
}

pub(super) fn set_role(connection: &Connection, id: AccountId, role: Role) -> Result<()> {
    let sql = "UPDATE accounts SET role = ?2 WHERE id = ?1";
    one_row(connection.prepare_cached(sql)?.execute(params![id.as_bytes(), number(role)])?)
}

pub(super) fn set_active(connection: &Connection, id: AccountId, active: SetActive, at: Timestamp) -> Result<()> {
    let at = (active == SetActive::Deactivated).then(|| at.as_millis());
    let sql = "UPDATE accounts SET deactivated_at = ?2 WHERE id = ?1";
    one_row(connection.prepare_cached(sql)?.execute(params![id.as_bytes(), at])?)
}

pub(super) fn set_password(connection: &Connection, id: AccountId, hash: &PasswordHash, at: Timestamp) -> Result<()> {
    let sql = "
        INSERT INTO passwords (account, hash, set_at) VALUES ((SELECT key FROM accounts WHERE id = ?1), ?2, ?3)
        ON CONFLICT (account) DO UPDATE SET hash = excluded.hash, set_at = excluded.set_at";
    connection.prepare_cached(sql)?.execute(params![id.as_bytes(), hash.as_str(), at.as_millis()])?;
    Ok(())
}

/// The standing in five columns from `first` on: key, id, name, role, `deactivated_at`.
pub(super) fn standing(row: &Row<'_>, first: usize) -> Result<Standing> {
    let id = AccountId::from_bytes(column(row, "accounts", first + 1)?);
    Ok(Standing {
        account: Account { id, name: column(row, "accounts", first + 2)? },
        role: role(row, "accounts", first + 3)?,
        is_active: column::<Option<i64>>(row, "accounts", first + 4)?.is_none(),
    })
}

/// A role as a column holds it.
pub(super) fn role(row: &Row<'_>, table: &'static str, index: usize) -> Result<Role> {
    let role: i64 = column(row, table, index)?;
    Role::ALL.into_iter().find(|it| number(*it) == role).ok_or_else(|| rows::inconsistent(row, table))
}

/// The same the other way round.
pub(super) fn number(role: Role) -> i64 {
    match role {
        Role::Guest => 1,
        Role::Member => 2,
        Role::Administrator => 3,
        Role::Owner => 4,
    }
}

fn one_row(changed: usize) -> Result<()> {
    if changed == 1 { Ok(()) } else { Err(Error::NoSuchAccount) }
}
