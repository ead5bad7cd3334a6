//! Links by which somebody chooses a new password, when the old one is lost or there never was one.

use hubbub_protocol::{Account, AccountId, SessionId, Timestamp};

use crate::{
    Chat, Error, Result, accounts,
    ports::{self, PasswordHash, TokenHash, Transaction},
    rights::{Authority, ResetPassword, Which, authorize},
    sessions,
};

/// How long such a link works.
const LIFETIME_MS: i64 = 24 * 60 * 60 * 1000;

/// Makes a link for somebody; the one before works no more. Until it is used nothing changes for them.
pub async fn make(chat: &Chat, by: Authority, account: AccountId, token: TokenHash) -> Result<Account> {
    let expires_at = Timestamp::from_millis(chat.clock.now().as_millis().saturating_add(LIFETIME_MS));
    let work = move |tx: &mut dyn Transaction| {
        let by = sessions::current(tx.as_reader(), by)?;
        let standing = tx.standing(account)?.ok_or(Error::NotFound)?;
        let account = standing.account.clone();
        let proof = authorize(by, ResetPassword, standing)?;
        tx.insert_reset(&proof, &token, expires_at)?;
        Ok(account)
    };
    ports::write(&*chat.store, work, |_| ()).await
}

/// Whose password a link sets, if it works.
pub async fn look(chat: &Chat, token: TokenHash) -> Result<Account> {
    let now = chat.clock.now();
    ports::read(&*chat.store, move |reader| {
        let account = reader.reset(&token, now)?.ok_or(Error::NotFound)?;
        reader.account(account)?.ok_or(Error::NotFound)
    })
    .await
}

/// Uses a link: its owner has this password from now on, and is signed out everywhere.
pub async fn take(chat: &Chat, token: TokenHash, hash: PasswordHash) -> Result<AccountId> {
    let now = chat.clock.now();
    let work = move |tx: &mut dyn Transaction| {
        let account = tx.use_reset(&token, now)?.ok_or(Error::NotFound)?;
        // Whoever was deactivated meanwhile has no use for it.
        accounts::set_password(tx, account, &hash, now).map_err(|error| match error {
            Error::Forbidden => Error::NotFound,
            error => error,
        })?;
        Ok((account, sessions::end_within(tx, Authority::Operator, account, Which::All)?))
    };
    let announce = sessions::announce(chat);
    let committed = move |(_, ended): &(AccountId, Vec<SessionId>)| announce(ended);
    ports::write(&*chat.store, work, committed).await.map(|(account, _)| account)
}
