//! Carrying orders out.

use std::fmt::Write as _;

use hubbub_chat::{
    Chat, Error, Result, Role, accounts, invitations,
    invitations::Offer,
    people,
    ports::Person,
    resets,
    rights::{Authority, SetActive},
};
use hubbub_protocol::{AccountId, Refusal, path};

use super::{Answer, Order};
use crate::{
    auth::{Links, Secret},
    http::Problem,
};

const OPERATOR: Authority = Authority::Operator;

/// Does what is wanted, and says what came of it.
pub(super) async fn carry_out(chat: &Chat, links: &Links, order: Order) -> Answer {
    match try_to(chat, links, order).await {
        Ok(text) => Answer::Done { text },
        Err(Error::NotFound) => Answer::Refused { reason: "there is nobody of this name".to_owned() },
        Err(error) => {
            let reason = Refusal::from(&error).message;
            // A problem tells the log what went wrong with the store.
            drop(Problem::from(error));
            Answer::Refused { reason }
        }
    }
}

async fn try_to(chat: &Chat, links: &Links, order: Order) -> Result<String> {
    Ok(match order {
        Order::AddUser { name, role } => {
            let account = accounts::add(chat, &name, parsed(&role)?).await?;
            let link = reset(chat, links, account.id).await?;
            format!("{} is here now, as {role}. To choose a password, within a day:\n{link}", account.name)
        }
        Order::ListUsers => table(&people::list(chat, OPERATOR).await?),
        Order::ResetUser { name } => {
            let account = people::named(chat, &name).await?;
            let link = reset(chat, links, account.id).await?;
            format!("For {} to choose a new password, within a day:\n{link}", account.name)
        }
        Order::ActivateUser { name, active } => {
            let account = people::named(chat, &name).await?;
            let to = if active { SetActive::Active } else { SetActive::Deactivated };
            people::set_active(chat, OPERATOR, account.id, to).await?;
            let what = if active { "may sign in again" } else { "is signed out everywhere and cannot sign in" };
            format!("{} {what}.", account.name)
        }
        Order::ChangeRole { name, role } => {
            let account = people::named(chat, &name).await?;
            people::change_role(chat, OPERATOR, account.id, parsed(&role)?).await?;
            format!("{} is {role} now, and has to sign in again.", account.name)
        }
        Order::Invite { role, days, uses } => {
            let secret = Secret::new();
            let offer = Offer { role: parsed(&role)?, days, uses };
            invitations::make(chat, OPERATOR, offer, secret.hash()).await?;
            let link = links.to(path::JOIN_FORM, &secret);
            format!("For {uses} to come as {role}, within {days} days:\n{link}")
        }
    })
}

async fn reset(chat: &Chat, links: &Links, account: AccountId) -> Result<String> {
    let secret = Secret::new();
    resets::make(chat, OPERATOR, account, secret.hash()).await?;
    Ok(links.to(path::NEW_PASSWORD_FORM, &secret))
}

fn table(people: &[Person]) -> String {
    let width = people.iter().map(|person| person.standing.account.name.chars().count()).max().unwrap_or(0);
    let mut text = String::new();
    for Person { standing, has_password, .. } in people {
        let note = match (standing.is_active, has_password) {
            (false, _) => "deactivated",
            (true, false) => "no password",
            (true, true) => "",
        };
        let line = format!("{:width$}  {:13}  {note}", standing.account.name, standing.role.as_str());
        writeln!(text, "{}", line.trim_end()).expect("writing to a string cannot fail");
    }
    text.truncate(text.trim_end().len());
    text
}

fn parsed(role: &str) -> Result<Role> {
    role.parse().map_err(|_| Error::Invalid { field: "role", reason: "must be guest, member, administrator or owner" })
}
