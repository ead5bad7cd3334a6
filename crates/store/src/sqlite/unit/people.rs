//! The same for people.

use hubbub_chat::{
    ports::{Invitation, PasswordHash, Person, ReadPeople, Session, Standing, StoreResult, TokenHash, WritePeople},
    rights::{Admit, ChangeRole, EndSessions, Invite, Proof, ResetPassword, SeePeople, SetActive, SetPassword},
};
use hubbub_protocol::{Account, AccountId, InvitationId, SessionId, Timestamp};

use super::Unit;
use crate::sqlite::{accounts, links, sessions};

impl ReadPeople for Unit<'_> {
    fn account(&self, id: AccountId) -> StoreResult<Option<Account>> {
        Ok(accounts::by_id(self.0, id)?)
    }

    fn account_by_name(&self, key: &str) -> StoreResult<Option<Account>> {
        Ok(accounts::by_name(self.0, key)?)
    }

    fn find_people(&self, part: &str, limit: usize) -> StoreResult<Vec<Account>> {
        Ok(accounts::find(self.0, part, limit)?)
    }

    fn standing(&self, id: AccountId) -> StoreResult<Option<Standing>> {
        Ok(accounts::standing_of(self.0, id)?)
    }

    fn password(&self, id: AccountId) -> StoreResult<Option<PasswordHash>> {
        Ok(accounts::password(self.0, id)?)
    }

    fn owners(&self) -> StoreResult<usize> {
        Ok(accounts::owners(self.0)?)
    }

    fn people(&self, _: &Proof<SeePeople>, limit: usize) -> StoreResult<Vec<Person>> {
        Ok(accounts::list(self.0, limit)?)
    }

    fn session_by_token(&self, token: &TokenHash) -> StoreResult<Option<(Session, Standing)>> {
        Ok(sessions::by_token(self.0, token)?)
    }

    fn has_session(&self, id: SessionId) -> StoreResult<bool> {
        Ok(sessions::exists(self.0, id)?)
    }

    fn sessions(&self, account: AccountId) -> StoreResult<Vec<Session>> {
        Ok(sessions::of(self.0, account)?)
    }

    fn invitation(&self, id: InvitationId) -> StoreResult<Option<Invitation>> {
        Ok(links::invitation(self.0, id)?)
    }

    fn invitation_by_token(&self, token: &TokenHash) -> StoreResult<Option<Invitation>> {
        Ok(links::invitation_by_token(self.0, token)?)
    }

    fn invitations(&self, _: &Proof<SeePeople>, now: Timestamp) -> StoreResult<Vec<Invitation>> {
        Ok(links::invitations(self.0, now)?)
    }

    fn reset(&self, token: &TokenHash, now: Timestamp) -> StoreResult<Option<AccountId>> {
        Ok(links::reset(self.0, token, now)?)
    }
}

impl WritePeople for Unit<'_> {
    fn insert_account(&mut self, proof: &Proof<Admit>, account: &Account, key: &str, at: Timestamp) -> StoreResult<()> {
        Ok(accounts::insert(self.0, account, key, *proof.object(), at)?)
    }

    fn set_role(&mut self, proof: &Proof<ChangeRole>) -> StoreResult<()> {
        Ok(accounts::set_role(self.0, proof.object().account.id, proof.action().0)?)
    }

    fn set_active(&mut self, proof: &Proof<SetActive>, at: Timestamp) -> StoreResult<()> {
        Ok(accounts::set_active(self.0, proof.object().account.id, *proof.action(), at)?)
    }

    fn set_password(&mut self, proof: &Proof<SetPassword>, hash: &PasswordHash, at: Timestamp) -> StoreResult<()> {
        Ok(accounts::set_password(self.0, proof.object().account.id, hash, at)?)
    }

    fn insert_session(&mut self, account: AccountId, token: &TokenHash, session: &Session) -> StoreResult<()> {
        Ok(sessions::insert(self.0, account, token, session)?)
    }

    fn see_session(&mut self, id: SessionId, at: Timestamp) -> StoreResult<()> {
        Ok(sessions::see(self.0, id, at)?)
    }

    fn end_sessions(&mut self, proof: &Proof<EndSessions>) -> StoreResult<Vec<SessionId>> {
        Ok(sessions::end(self.0, proof.object().account.id, proof.action().0)?)
    }

    fn end_sessions_before(&mut self, seen: Timestamp, began: Timestamp) -> StoreResult<Vec<SessionId>> {
        Ok(sessions::end_before(self.0, seen, began)?)
    }

    fn insert_invitation(
        &mut self,
        proof: &Proof<Invite>,
        token: &TokenHash,
        invitation: &Invitation,
    ) -> StoreResult<()> {
        Ok(links::insert_invitation(self.0, *proof.object(), token, invitation)?)
    }

    fn use_invitation(&mut self, token: &TokenHash, now: Timestamp) -> StoreResult<Option<Invitation>> {
        Ok(links::use_invitation(self.0, token, now)?)
    }

    fn revoke_invitation(&mut self, proof: &Proof<Invite>, id: InvitationId) -> StoreResult<()> {
        Ok(links::revoke_invitation(self.0, *proof.object(), id)?)
    }

    fn insert_reset(
        &mut self,
        proof: &Proof<ResetPassword>,
        token: &TokenHash,
        expires_at: Timestamp,
    ) -> StoreResult<()> {
        Ok(links::insert_reset(self.0, proof.object().account.id, token, expires_at)?)
    }

    fn use_reset(&mut self, token: &TokenHash, now: Timestamp) -> StoreResult<Option<AccountId>> {
        Ok(links::use_reset(self.0, token, now)?)
    }
}
