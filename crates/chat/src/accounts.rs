//! Accounts: choosing a name and being found again.

use hubbub_protocol::{Account, AccountId, limits, name};

use crate::{Caller, Chat, Error, Published, Result, Role, ports};

/// Makes an account of a guest with nothing but a name, and lets it join the rooms everyone is in.
pub async fn sign_up(chat: &Chat, name: &str) -> Result<Account> {
    let name = name::account_name(name).map_err(|problem| Error::name("name", problem))?;
    let now = chat.clock.now();
    let account = Account { id: AccountId::new(now, chat.ids.random()), name };
    let bus = chat.bus.clone();
    let work = move |tx: &mut dyn ports::Transaction| {
        let key = name::key(&account.name);
        if tx.account_by_name(&key)?.is_some() {
            return Err(Error::NameTaken);
        }
        tx.insert_account(&account, &key, Role::Guest, now)?;
        let rooms = tx.default_rooms()?;
        for &room in &rooms {
            tx.insert_membership(account.id, room, now)?;
        }
        Ok((account.clone(), rooms))
    };
    let committed = move |(account, rooms): &(Account, Vec<_>)| {
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
