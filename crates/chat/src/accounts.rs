//! Accounts: how people come in, and what they prove themselves with.

use hubbub_protocol::{Account, AccountId, RoomId, Timestamp, limits, name};

use crate::{
    Caller, Chat, Error, Published, Result, Role,
    ports::{self, PasswordHash, Standing, Transaction},
    rights::{Admit, Authority, Entrance, SetPassword, Which, authorize},
    sessions,
};

/// Makes an account of a guest with nothing but a name, where the server is open.
pub async fn sign_up(chat: &Chat, name: &str) -> Result<Account> {
    admit(chat, name, None, |_| Ok((Entrance::Open, Role::Guest))).await
}

/// Makes the account of the first owner. It can be done once: the second to come finds nothing here.
pub async fn set_up(chat: &Chat, name: &str, password: PasswordHash) -> Result<Account> {
    let entrance = |tx: &mut dyn Transaction| match tx.owners()? {
        0 => Ok((Entrance::SetUp, Role::Owner)),
        _ => Err(Error::NotFound),
    };
    admit(chat, name, Some(password), entrance).await
}

/// Whether nobody owns the server yet.
pub async fn is_without_owner(chat: &Chat) -> Result<bool> {
    ports::read(&*chat.store, |reader| Ok(reader.owners()? == 0)).await
}

/// Makes an account without a password, for whoever runs the server.
pub async fn add(chat: &Chat, name: &str, role: Role) -> Result<Account> {
    admit(chat, name, None, move |_| Ok((Entrance::Operator, role))).await
}

/// Makes an account if somebody may come in, and lets it join the rooms everyone is in.
///
/// `entrance` says how they come in and as what; what it uses up is given back if they cannot come after all.
pub(crate) async fn admit(
    chat: &Chat,
    name: &str,
    password: Option<PasswordHash>,
    mut entrance: impl FnMut(&mut dyn Transaction) -> Result<(Entrance, Role)> + Send + 'static,
) -> Result<Account> {
    let name = name::account_name(name).map_err(|problem| Error::name("name", problem))?;
    let now = chat.clock.now();
    let account = Account { id: AccountId::new(now, chat.ids.random()), name };
    let work = move |tx: &mut dyn Transaction| {
        let (by, role) = entrance(tx)?;
        let proof = authorize(by, Admit, role)?;
        let key = name::key(&account.name);
        if tx.account_by_name(&key)?.is_some() {
            return Err(Error::NameTaken);
        }
        tx.insert_account(&proof, &account, &key, now)?;
        if let Some(password) = &password {
            let standing = Standing { account: account.clone(), role, is_active: true };
            let themselves = Authority::Account { id: account.id, role };
            tx.set_password(&authorize(themselves, SetPassword, standing)?, password, now)?;
        }
        let rooms = tx.default_rooms()?;
        for &room in &rooms {
            tx.insert_membership(account.id, room, now)?;
        }
        Ok((account.clone(), rooms))
    };
    let bus = chat.bus.clone();
    let committed = move |(account, rooms): &(Account, Vec<RoomId>)| {
        for &room in rooms {
            bus.publish(Published::MemberJoined { room, account: account.id });
        }
    };
    let (account, _) = ports::write(&*chat.store, work, committed).await?;
    Ok(account)
}

/// The people whose names have this in them, whatever the case.
pub async fn search(chat: &Chat, _caller: &Caller, part: &str) -> Result<Vec<Account>> {
    let part = name::key(part);
    ports::read(&*chat.store, move |reader| Ok(reader.find_people(&part, limits::PEOPLE_FOUND)?)).await
}

/// Who has this name and may sign in, and the hash of their password if they have one.
pub async fn credentials(chat: &Chat, name: &str) -> Result<Option<(Account, Option<PasswordHash>)>> {
    let Ok(name) = name::account_name(name) else { return Ok(None) };
    ports::read(&*chat.store, move |reader| {
        let Some(account) = reader.account_by_name(&name::key(&name))? else { return Ok(None) };
        let is_active = reader.standing(account.id)?.is_some_and(|standing| standing.is_active);
        let password = reader.password(account.id)?;
        Ok(is_active.then_some((account, password)))
    })
    .await
}

/// Whether the caller has a password; otherwise they came with a name only.
pub async fn has_password(chat: &Chat, caller: &Caller) -> Result<bool> {
    let account = caller.id();
    ports::read(&*chat.store, move |reader| Ok(reader.password(account)?.is_some())).await
}

/// Puts another hash of the same password in the place of an old one.
pub async fn renew_hash(chat: &Chat, account: AccountId, hash: PasswordHash) -> Result<()> {
    let now = chat.clock.now();
    let work = move |tx: &mut dyn Transaction| set_password(tx, account, &hash, now);
    ports::write(&*chat.store, work, |()| ()).await
}

/// Gives the caller another password, and signs them out everywhere else.
pub async fn change_password(chat: &Chat, caller: &Caller, hash: PasswordHash) -> Result<()> {
    let (now, account, here) = (chat.clock.now(), caller.id(), caller.session());
    let work = move |tx: &mut dyn Transaction| {
        set_password(tx, account, &hash, now)?;
        let themselves = Authority::Account { id: account, role: Role::Guest };
        sessions::end_within(tx, themselves, account, Which::Others(here))
    };
    ports::write(&*chat.store, work, sessions::announce(chat)).await.map(drop)
}

/// Sets the password of an account in its own name.
pub(crate) fn set_password(
    tx: &mut dyn Transaction,
    account: AccountId,
    hash: &PasswordHash,
    now: Timestamp,
) -> Result<()> {
    let standing = tx.standing(account)?.ok_or(Error::NotFound)?;
    let themselves = Authority::Account { id: account, role: standing.role };
    let proof = authorize(themselves, SetPassword, standing)?;
    Ok(tx.set_password(&proof, hash, now)?)
}
