//! From rows to protocol types. Every query here names the row it reads in column 0.

use hubbub_protocol::{Account, AccountId, Seq};
use rusqlite::{Connection, Params, Row, types::FromSql};

use crate::error::{Error, Result};

/// The first row, if there is one.
pub(super) fn one<T>(
    connection: &Connection,
    sql: &str,
    params: impl Params,
    decode: impl FnOnce(&Row<'_>) -> Result<T>,
) -> Result<Option<T>> {
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query(params)?;
    rows.next()?.map(decode).transpose()
}

/// Every row.
pub(super) fn all<T>(
    connection: &Connection,
    sql: &str,
    params: impl Params,
    decode: impl FnMut(&Row<'_>) -> Result<T>,
) -> Result<Vec<T>> {
    connection.prepare_cached(sql)?.query_and_then(params, decode)?.collect()
}

/// One column of a row of `table`.
pub(super) fn column<T: FromSql>(row: &Row<'_>, table: &'static str, index: usize) -> Result<T> {
    row.get(index).map_err(|_| inconsistent(row, table))
}

/// The account in three columns: key, id, name.
pub(super) fn account(row: &Row<'_>) -> Result<Account> {
    let id = AccountId::from_bytes(column(row, "accounts", 1)?);
    Ok(Account { id, name: column(row, "accounts", 2)? })
}

/// A position, which is never negative in a sound database.
pub(super) fn seq(row: &Row<'_>, table: &'static str, index: usize) -> Result<Seq> {
    let number: i64 = column(row, table, index)?;
    u64::try_from(number).map(Seq::new).map_err(|_| inconsistent(row, table))
}

/// The error for a row that cannot be what it is.
pub(super) fn inconsistent(row: &Row<'_>, table: &'static str) -> Error {
    Error::Inconsistent { table, row: row.get(0).unwrap_or_default() }
}

/// A position as a column holds it; a position beyond every possible one stays beyond.
pub(super) fn number(seq: Seq) -> i64 {
    i64::try_from(seq.get()).unwrap_or(i64::MAX)
}

/// A count for `LIMIT`.
pub(super) fn limit(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}
