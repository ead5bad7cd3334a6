//! Looking after people: who there is, what they are, and whether they may come in.

use hubbub_protocol::{Account, AccountId, name};

use crate::{
    Chat, Error, Result, Role,
    ports::{self, Person, Standing, Transaction},
    rights::{Authority, ChangeRole, SeePeople, SetActive, Which, authorize},
    sessions,
};

/// The most people one list holds.
const LIST_LIMIT: usize = 1_000;

/// Everybody there is, in the order of their names.
pub async fn list(chat: &Chat, by: Authority) -> Result<Vec<Person>> {
    ports::read(&*chat.store, move |reader| {
        let proof = authorize(sessions::current(reader, by)?, SeePeople, ())?;
        Ok(reader.people(&proof, LIST_LIMIT)?)
    })
    .await
}

/// Who has this name.
pub async fn named(chat: &Chat, name: &str) -> Result<Account> {
    let key = name::key(name);
    ports::read(&*chat.store, move |reader| reader.account_by_name(&key)?.ok_or(Error::NotFound)).await
}

/// Makes somebody something else. They are signed out everywhere, and come back as what they are then.
pub async fn change_role(chat: &Chat, by: Authority, account: AccountId, role: Role) -> Result<()> {
    change(chat, by, account, move |tx, by, standing| {
        if standing.role == role {
            return Ok(false);
        }
        let is_last = is_last_owner(tx, &standing)?;
        let proof = authorize(by, ChangeRole(role), standing)?;
        if is_last {
            return Err(Error::Invalid { field: "role", reason: "must stay with one owner at least" });
        }
        tx.set_role(&proof)?;
        Ok(true)
    })
    .await
}

/// Keeps somebody out, and ends every session they have; or lets them in again.
pub async fn set_active(chat: &Chat, by: Authority, account: AccountId, active: SetActive) -> Result<()> {
    let now = chat.clock.now();
    change(chat, by, account, move |tx, by, standing| {
        let is_last = active == SetActive::Deactivated && is_last_owner(tx, &standing)?;
        let proof = authorize(by, active, standing)?;
        if is_last {
            return Err(Error::Invalid { field: "account", reason: "is the last owner" });
        }
        tx.set_active(&proof, now)?;
        Ok(active == SetActive::Deactivated)
    })
    .await
}

fn is_last_owner(tx: &dyn Transaction, standing: &Standing) -> Result<bool> {
    Ok(standing.role == Role::Owner && standing.is_active && tx.owners()? <= 1)
}

/// Runs a change of somebody's standing. When it says so, it ends all their sessions.
async fn change(
    chat: &Chat,
    by: Authority,
    account: AccountId,
    mut work: impl FnMut(&mut dyn Transaction, Authority, Standing) -> Result<bool> + Send + 'static,
) -> Result<()> {
    let work = move |tx: &mut dyn Transaction| {
        let by = sessions::current(tx.as_reader(), by)?;
        let standing = tx.standing(account)?.ok_or(Error::NotFound)?;
        if !work(tx, by, standing)? {
            return Ok(Vec::new());
        }
        sessions::end_within(tx, Authority::Operator, account, Which::All)
    };
    ports::write(&*chat.store, work, sessions::announce(chat)).await.map(drop)
}
