//! Accounts and sessions in memory.

use std::collections::BTreeMap;

use hubbub_protocol::{Account, AccountId, SessionId, Timestamp};

use super::State;
use crate::{
    Role,
    ports::{ReadPeople, Session, Standing, StoreError, StoreResult, TokenHash, WritePeople},
    rights::{EndSessions, Proof, Which},
};

/// Everybody, and where they are signed in.
#[derive(Debug, Clone, Default)]
pub(super) struct People {
    accounts: BTreeMap<AccountId, Person>,
    sessions: Vec<(AccountId, TokenHash, Session)>,
}

#[derive(Debug, Clone)]
struct Person {
    standing: Standing,
    key: String,
}

impl People {
    /// Takes the sessions away for which this holds.
    fn end(&mut self, ends: impl Fn(AccountId, &Session) -> bool) -> Vec<SessionId> {
        let ended = self.sessions.extract_if(.., |(account, _, session)| ends(*account, session));
        ended.map(|(_, _, session)| session.id).collect()
    }
}

impl ReadPeople for State {
    fn account(&self, id: AccountId) -> StoreResult<Option<Account>> {
        Ok(self.standing(id)?.map(|standing| standing.account))
    }

    fn account_by_name(&self, key: &str) -> StoreResult<Option<Account>> {
        let person = self.people.accounts.values().find(|person| person.key == key);
        Ok(person.map(|person| person.standing.account.clone()))
    }

    fn find_people(&self, part: &str, limit: usize) -> StoreResult<Vec<Account>> {
        let people = self.people.accounts.values();
        let mut found: Vec<_> =
            people.filter(|person| person.standing.is_active && person.key.contains(part)).collect();
        found.sort_by(|one, other| one.key.cmp(&other.key));
        Ok(found.into_iter().take(limit).map(|person| person.standing.account.clone()).collect())
    }

    fn standing(&self, id: AccountId) -> StoreResult<Option<Standing>> {
        Ok(self.people.accounts.get(&id).map(|person| person.standing.clone()))
    }

    fn session_by_token(&self, token: &TokenHash) -> StoreResult<Option<(Session, Standing)>> {
        let found = self.people.sessions.iter().find(|(_, of, _)| of == token);
        let Some((account, _, session)) = found else { return Ok(None) };
        Ok(self.standing(*account)?.map(|standing| (session.clone(), standing)))
    }

    fn has_session(&self, id: SessionId) -> StoreResult<bool> {
        Ok(self.people.sessions.iter().any(|(_, _, session)| session.id == id))
    }

    fn sessions(&self, account: AccountId) -> StoreResult<Vec<Session>> {
        let sessions = self.people.sessions.iter().filter(|(of, ..)| *of == account);
        Ok(sessions.map(|(_, _, session)| session.clone()).collect())
    }
}

impl WritePeople for State {
    fn insert_account(&mut self, account: &Account, key: &str, role: Role, _at: Timestamp) -> StoreResult<()> {
        if self.account_by_name(key)?.is_some() {
            return Err(StoreError::Failed("the name is taken".into()));
        }
        let standing = Standing { account: account.clone(), role, is_active: true };
        self.people.accounts.insert(account.id, Person { standing, key: key.to_owned() });
        Ok(())
    }

    fn insert_session(&mut self, account: AccountId, token: &TokenHash, session: &Session) -> StoreResult<()> {
        let is_new = self.session_by_token(token)?.is_none() && !self.has_session(session.id)?;
        if !is_new || self.account(account)?.is_none() {
            return Err(StoreError::Failed("there is such a session, or no such account".into()));
        }
        self.people.sessions.push((account, *token, session.clone()));
        Ok(())
    }

    fn see_session(&mut self, id: SessionId, at: Timestamp) -> StoreResult<()> {
        if let Some((_, _, session)) = self.people.sessions.iter_mut().find(|(_, _, session)| session.id == id) {
            session.seen_at = at;
        }
        Ok(())
    }

    fn end_sessions(&mut self, proof: &Proof<EndSessions>) -> StoreResult<Vec<SessionId>> {
        let account = proof.object().account.id;
        Ok(self.people.end(|of, session| {
            of == account
                && match proof.action().0 {
                    Which::One(id) => session.id == id,
                    Which::Others(id) => session.id != id,
                    Which::All => true,
                }
        }))
    }

    fn end_sessions_before(&mut self, seen: Timestamp, began: Timestamp) -> StoreResult<Vec<SessionId>> {
        Ok(self.people.end(|_, session| session.seen_at <= seen || session.began_at <= began))
    }
}
