//! The same for people.

use hubbub_chat::{
    Role,
    ports::{ReadPeople, Session, Standing, StoreResult, TokenHash, WritePeople},
    rights::{EndSessions, Proof},
};
use hubbub_protocol::{Account, AccountId, SessionId, Timestamp};

use super::Unit;
use crate::sqlite::{accounts, sessions};

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

    fn session_by_token(&self, token: &TokenHash) -> StoreResult<Option<(Session, Standing)>> {
        Ok(sessions::by_token(self.0, token)?)
    }

    fn has_session(&self, id: SessionId) -> StoreResult<bool> {
        Ok(sessions::exists(self.0, id)?)
    }

    fn sessions(&self, account: AccountId) -> StoreResult<Vec<Session>> {
        Ok(sessions::of(self.0, account)?)
    }
}

impl WritePeople for Unit<'_> {
    fn insert_account(&mut self, account: &Account, key: &str, role: Role, at: Timestamp) -> StoreResult<()> {
        Ok(accounts::insert(self.0, account, key, role, at)?)
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
}
