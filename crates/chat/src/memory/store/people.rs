//! Accounts, sessions and links in memory.

use std::collections::BTreeMap;

use hubbub_protocol::{Account, AccountId, InvitationId, SessionId, Timestamp};

use super::State;
use crate::{
    Role,
    ports::{
        Invitation, PasswordHash, Person, ReadPeople, Session, Standing, StoreError, StoreResult, TokenHash,
        WritePeople,
    },
    rights::{Admit, ChangeRole, EndSessions, Invite, Proof, ResetPassword, SeePeople, SetActive, SetPassword, Which},
};

/// Everybody, where they are signed in, and the links that were made for them.
#[derive(Debug, Clone, Default)]
pub(super) struct People {
    accounts: BTreeMap<AccountId, Known>,
    sessions: Vec<(AccountId, TokenHash, Session)>,
    invitations: Vec<(TokenHash, Invitation)>,
    resets: BTreeMap<AccountId, (TokenHash, Timestamp)>,
}

#[derive(Debug, Clone)]
struct Known {
    standing: Standing,
    key: String,
    password: Option<PasswordHash>,
    since: Timestamp,
}

impl People {
    /// Takes the sessions away for which this holds.
    fn end(&mut self, ends: impl Fn(AccountId, &Session) -> bool) -> Vec<SessionId> {
        let ended = self.sessions.extract_if(.., |(account, _, session)| ends(*account, session));
        ended.map(|(_, _, session)| session.id).collect()
    }

    fn known(&mut self, standing: &Standing) -> StoreResult<&mut Known> {
        let known = self.accounts.get_mut(&standing.account.id);
        known.ok_or_else(|| StoreError::Failed("there is no such account".into()))
    }
}

impl ReadPeople for State {
    fn account(&self, id: AccountId) -> StoreResult<Option<Account>> {
        Ok(self.standing(id)?.map(|standing| standing.account))
    }

    fn account_by_name(&self, key: &str) -> StoreResult<Option<Account>> {
        let known = self.people.accounts.values().find(|known| known.key == key);
        Ok(known.map(|known| known.standing.account.clone()))
    }

    fn find_people(&self, part: &str, limit: usize) -> StoreResult<Vec<Account>> {
        let people = self.people.accounts.values();
        let mut found: Vec<_> =
            people.filter(|person| person.standing.is_active && person.key.contains(part)).collect();
        found.sort_by(|one, other| one.key.cmp(&other.key));
        Ok(found.into_iter().take(limit).map(|person| person.standing.account.clone()).collect())
    }

    fn standing(&self, id: AccountId) -> StoreResult<Option<Standing>> {
        Ok(self.people.accounts.get(&id).map(|known| known.standing.clone()))
    }

    fn password(&self, id: AccountId) -> StoreResult<Option<PasswordHash>> {
        Ok(self.people.accounts.get(&id).and_then(|known| known.password.clone()))
    }

    fn owners(&self) -> StoreResult<usize> {
        let standings = self.people.accounts.values().map(|known| &known.standing);
        Ok(standings.filter(|standing| standing.role == Role::Owner && standing.is_active).count())
    }

    fn people(&self, _: &Proof<SeePeople>, limit: usize) -> StoreResult<Vec<Person>> {
        let mut known: Vec<_> = self.people.accounts.values().collect();
        known.sort_by_key(|known| &known.key);
        let person = |known: &Known| Person {
            standing: known.standing.clone(),
            has_password: known.password.is_some(),
            since: known.since,
        };
        Ok(known.into_iter().take(limit).map(person).collect())
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

    fn invitation(&self, id: InvitationId) -> StoreResult<Option<Invitation>> {
        let found = self.people.invitations.iter().find(|(_, invitation)| invitation.id == id);
        Ok(found.map(|(_, invitation)| *invitation))
    }

    fn invitation_by_token(&self, token: &TokenHash) -> StoreResult<Option<Invitation>> {
        let found = self.people.invitations.iter().find(|(of, _)| of == token);
        Ok(found.map(|(_, invitation)| *invitation))
    }

    fn invitations(&self, _: &Proof<SeePeople>, now: Timestamp) -> StoreResult<Vec<Invitation>> {
        let invitations = self.people.invitations.iter().map(|(_, invitation)| *invitation);
        Ok(invitations.filter(|invitation| works(invitation, now)).collect())
    }

    fn reset(&self, token: &TokenHash, now: Timestamp) -> StoreResult<Option<AccountId>> {
        let found = self.people.resets.iter().find(|(_, (of, expires_at))| of == token && now < *expires_at);
        Ok(found.map(|(account, _)| *account))
    }
}

impl WritePeople for State {
    fn insert_account(&mut self, proof: &Proof<Admit>, account: &Account, key: &str, at: Timestamp) -> StoreResult<()> {
        if self.account_by_name(key)?.is_some() {
            return Err(StoreError::Failed("the name is taken".into()));
        }
        let standing = Standing { account: account.clone(), role: *proof.object(), is_active: true };
        let known = Known { standing, key: key.to_owned(), password: None, since: at };
        self.people.accounts.insert(account.id, known);
        Ok(())
    }

    fn set_role(&mut self, proof: &Proof<ChangeRole>) -> StoreResult<()> {
        self.people.known(proof.object())?.standing.role = proof.action().0;
        Ok(())
    }

    fn set_active(&mut self, proof: &Proof<SetActive>, _at: Timestamp) -> StoreResult<()> {
        self.people.known(proof.object())?.standing.is_active = *proof.action() == SetActive::Active;
        Ok(())
    }

    fn set_password(&mut self, proof: &Proof<SetPassword>, hash: &PasswordHash, _at: Timestamp) -> StoreResult<()> {
        self.people.known(proof.object())?.password = Some(hash.clone());
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

    fn insert_invitation(
        &mut self,
        proof: &Proof<Invite>,
        token: &TokenHash,
        invitation: &Invitation,
    ) -> StoreResult<()> {
        if self.invitation_by_token(token)?.is_some() {
            return Err(StoreError::Failed("the token is taken".into()));
        }
        self.people.invitations.push((*token, Invitation { role: *proof.object(), ..*invitation }));
        Ok(())
    }

    fn use_invitation(&mut self, token: &TokenHash, now: Timestamp) -> StoreResult<Option<Invitation>> {
        let found = self.people.invitations.iter_mut().find(|(of, it)| of == token && works(it, now));
        Ok(found.map(|(_, invitation)| {
            invitation.uses -= 1;
            *invitation
        }))
    }

    fn revoke_invitation(&mut self, proof: &Proof<Invite>, id: InvitationId) -> StoreResult<()> {
        let role = *proof.object();
        let mine = self.people.invitations.iter_mut().filter(|(_, it)| it.id == id && it.role == role);
        mine.for_each(|(_, invitation)| invitation.uses = 0);
        Ok(())
    }

    fn insert_reset(
        &mut self,
        proof: &Proof<ResetPassword>,
        token: &TokenHash,
        expires_at: Timestamp,
    ) -> StoreResult<()> {
        self.people.resets.insert(proof.object().account.id, (*token, expires_at));
        Ok(())
    }

    fn use_reset(&mut self, token: &TokenHash, now: Timestamp) -> StoreResult<Option<AccountId>> {
        let account = self.reset(token, now)?;
        if let Some(account) = &account {
            self.people.resets.remove(account);
        }
        Ok(account)
    }
}

fn works(invitation: &Invitation, now: Timestamp) -> bool {
    invitation.uses > 0 && now < invitation.expires_at
}
