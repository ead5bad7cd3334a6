//! Links that work a limited number of times: invitations, and those for a new password.

use hubbub_chat::{
    Role,
    ports::{Invitation, TokenHash},
};
use hubbub_protocol::{AccountId, InvitationId, Timestamp};
use rusqlite::{Connection, Row, params};

use super::{
    accounts,
    rows::{self, column},
};
use crate::error::Result;

pub(super) fn invitation(connection: &Connection, id: InvitationId) -> Result<Option<Invitation>> {
    let sql = "
        SELECT i.key, i.id, i.role, a.id, i.made_at, i.expires_at, i.uses
        FROM invitations AS i LEFT JOIN accounts AS a ON a.key = i.made_by WHERE i.id = ?1";
    rows::one(connection, sql, [id.as_bytes()], read)
}

pub(super) fn invitation_by_token(connection: &Connection, token: &TokenHash) -> Result<Option<Invitation>> {
    let sql = "
        SELECT i.key, i.id, i.role, a.id, i.made_at, i.expires_at, i.uses
        FROM invitations AS i LEFT JOIN accounts AS a ON a.key = i.made_by WHERE i.token = ?1";
    rows::one(connection, sql, [token.as_bytes()], read)
}

pub(super) fn invitations(connection: &Connection, now: Timestamp) -> Result<Vec<Invitation>> {
    let sql = "
        SELECT i.key, i.id, i.role, a.id, i.made_at, i.expires_at, i.uses
        FROM invitations AS i LEFT JOIN accounts AS a ON a.key = i.made_by
        WHERE i.uses > 0 AND i.expires_at > ?1 ORDER BY i.key";
    rows::all(connection, sql, [now.as_millis()], read)
}

pub(super) fn insert_invitation(
    connection: &Connection,
    role: Role,
    token: &TokenHash,
    invitation: &Invitation,
) -> Result<()> {
    let Invitation { id, by, made_at, expires_at, uses, .. } = invitation;
    let sql = "
        INSERT INTO invitations (id, token, role, made_by, made_at, expires_at, uses)
        VALUES (?1, ?2, ?3, (SELECT key FROM accounts WHERE id = ?4), ?5, ?6, ?7)";
    let by = by.map(|by| *by.as_bytes());
    let (role, made_at, expires_at) = (accounts::number(role), made_at.as_millis(), expires_at.as_millis());
    let params = params![id.as_bytes(), token.as_bytes(), role, by, made_at, expires_at, uses];
    connection.prepare_cached(sql)?.execute(params)?;
    Ok(())
}

/// The row is looked for and counted down by one statement, so nobody can come between the two.
pub(super) fn use_invitation(connection: &Connection, token: &TokenHash, now: Timestamp) -> Result<Option<Invitation>> {
    let sql = "UPDATE invitations SET uses = uses - 1 WHERE token = ?1 AND uses > 0 AND expires_at > ?2";
    let changed = connection.prepare_cached(sql)?.execute(params![token.as_bytes(), now.as_millis()])?;
    if changed == 1 { invitation_by_token(connection, token) } else { Ok(None) }
}

pub(super) fn revoke_invitation(connection: &Connection, role: Role, id: InvitationId) -> Result<()> {
    let sql = "UPDATE invitations SET uses = 0 WHERE id = ?1 AND role = ?2";
    connection.prepare_cached(sql)?.execute(params![id.as_bytes(), accounts::number(role)])?;
    Ok(())
}

pub(super) fn reset(connection: &Connection, token: &TokenHash, now: Timestamp) -> Result<Option<AccountId>> {
    let sql = "
        SELECT a.key, a.id FROM password_resets AS p JOIN accounts AS a ON a.key = p.account
        WHERE p.token = ?1 AND p.expires_at > ?2";
    rows::one(connection, sql, params![token.as_bytes(), now.as_millis()], |row| {
        column(row, "accounts", 1).map(AccountId::from_bytes)
    })
}

pub(super) fn insert_reset(
    connection: &Connection,
    account: AccountId,
    token: &TokenHash,
    expires_at: Timestamp,
) -> Result<()> {
    let sql = "
        INSERT INTO password_resets (account, token, expires_at)
        VALUES ((SELECT key FROM accounts WHERE id = ?1), ?2, ?3)
        ON CONFLICT (account) DO UPDATE SET token = excluded.token, expires_at = excluded.expires_at";
    let params = params![account.as_bytes(), token.as_bytes(), expires_at.as_millis()];
    connection.prepare_cached(sql)?.execute(params)?;
    Ok(())
}

/// Looked for and taken away by one statement.
pub(super) fn use_reset(connection: &Connection, token: &TokenHash, now: Timestamp) -> Result<Option<AccountId>> {
    let sql = "
        DELETE FROM password_resets WHERE token = ?1 AND expires_at > ?2
        RETURNING account, (SELECT id FROM accounts WHERE key = account)";
    rows::one(connection, sql, params![token.as_bytes(), now.as_millis()], |row| {
        column(row, "accounts", 1).map(AccountId::from_bytes)
    })
}

/// The invitation in seven columns: key, id, role, id of the maker, `made_at`, `expires_at`, uses.
fn read(row: &Row<'_>) -> Result<Invitation> {
    let time = |index| column(row, "invitations", index).map(Timestamp::from_millis);
    Ok(Invitation {
        id: InvitationId::from_bytes(column(row, "invitations", 1)?),
        role: accounts::role(row, "invitations", 2)?,
        by: column::<Option<[u8; 16]>>(row, "accounts", 3)?.map(AccountId::from_bytes),
        made_at: time(4)?,
        expires_at: time(5)?,
        uses: column(row, "invitations", 6)?,
    })
}
