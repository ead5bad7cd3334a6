//! Sessions.

use hubbub_chat::{
    ports::{Session, Standing, TokenHash},
    rights::Which,
};
use hubbub_protocol::{AccountId, SessionId, Timestamp};
use rusqlite::{Connection, Params, Row, params};

use super::{
    accounts,
    rows::{self, column},
};
use crate::error::{Error, Result};

pub(super) fn by_token(connection: &Connection, token: &TokenHash) -> Result<Option<(Session, Standing)>> {
    let sql = "
        SELECT s.key, s.id, s.client, s.began_at, s.seen_at, a.key, a.id, a.name, a.role, a.deactivated_at
        FROM sessions AS s JOIN accounts AS a ON a.key = s.account WHERE s.token = ?1";
    rows::one(connection, sql, [token.as_bytes()], |row| Ok((session(row)?, accounts::standing(row, 5)?)))
}

pub(super) fn exists(connection: &Connection, id: SessionId) -> Result<bool> {
    let sql = "SELECT key FROM sessions WHERE id = ?1";
    Ok(rows::one(connection, sql, [id.as_bytes()], |_| Ok(()))?.is_some())
}

pub(super) fn of(connection: &Connection, account: AccountId) -> Result<Vec<Session>> {
    let sql = "
        SELECT key, id, client, began_at, seen_at FROM sessions
        WHERE account = (SELECT key FROM accounts WHERE id = ?1) ORDER BY key";
    rows::all(connection, sql, [account.as_bytes()], session)
}

pub(super) fn insert(connection: &Connection, account: AccountId, token: &TokenHash, session: &Session) -> Result<()> {
    let sql = "
        INSERT INTO sessions (id, token, account, client, began_at, seen_at)
        VALUES (?1, ?2, (SELECT key FROM accounts WHERE id = ?3), ?4, ?5, ?6)";
    let (began, seen) = (session.began_at.as_millis(), session.seen_at.as_millis());
    let params = params![session.id.as_bytes(), token.as_bytes(), account.as_bytes(), session.client, began, seen];
    connection.prepare_cached(sql)?.execute(params)?;
    Ok(())
}

pub(super) fn see(connection: &Connection, id: SessionId, at: Timestamp) -> Result<()> {
    let sql = "UPDATE sessions SET seen_at = ?2 WHERE id = ?1";
    connection.prepare_cached(sql)?.execute(params![id.as_bytes(), at.as_millis()])?;
    Ok(())
}

pub(super) fn end(connection: &Connection, account: AccountId, which: Which) -> Result<Vec<SessionId>> {
    let (one, but) = match which {
        Which::One(id) => (Some(id), None),
        Which::Others(id) => (None, Some(id)),
        Which::All => (None, None),
    };
    let sql = "
        DELETE FROM sessions
        WHERE account = (SELECT key FROM accounts WHERE id = ?1) AND (?2 IS NULL OR id = ?2) AND (?3 IS NULL OR id <> ?3)
        RETURNING key, id";
    let id = |id: &Option<SessionId>| id.map(|id| *id.as_bytes());
    ended(connection, sql, params![account.as_bytes(), id(&one), id(&but)])
}

pub(super) fn end_before(connection: &Connection, seen: Timestamp, began: Timestamp) -> Result<Vec<SessionId>> {
    let sql = "DELETE FROM sessions WHERE seen_at <= ?1 OR began_at <= ?2 RETURNING key, id";
    ended(connection, sql, params![seen.as_millis(), began.as_millis()])
}

fn ended(connection: &Connection, sql: &str, params: impl Params) -> Result<Vec<SessionId>> {
    rows::all(connection, sql, params, |row| column(row, "sessions", 1).map(SessionId::from_bytes))
}

/// The session in five columns: key, id, client, `began_at`, `seen_at`.
fn session(row: &Row<'_>) -> Result<Session, Error> {
    Ok(Session {
        id: SessionId::from_bytes(column(row, "sessions", 1)?),
        client: column(row, "sessions", 2)?,
        began_at: Timestamp::from_millis(column(row, "sessions", 3)?),
        seen_at: Timestamp::from_millis(column(row, "sessions", 4)?),
    })
}
