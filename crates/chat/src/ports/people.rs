//! Persistence of accounts and of what belongs to signing in.

use std::fmt;

use hubbub_protocol::{Account, AccountId, InvitationId, SessionId, Timestamp};

use super::StoreResult;
use crate::rights::{
    Admit, ChangeRole, EndSessions, Invite, Proof, ResetPassword, Role, SeePeople, SetActive, SetPassword,
};

/// What can be looked up about people.
pub trait ReadPeople {
    /// An account by id.
    fn account(&self, id: AccountId) -> StoreResult<Option<Account>>;

    /// An account by the key of its name, see `hubbub_protocol::name::key`.
    fn account_by_name(&self, key: &str) -> StoreResult<Option<Account>>;

    /// The accounts whose keys have `part` in them and that may sign in, in the order of their keys; at most `limit`.
    fn find_people(&self, part: &str, limit: usize) -> StoreResult<Vec<Account>>;

    /// What an account is to the whole server.
    fn standing(&self, id: AccountId) -> StoreResult<Option<Standing>>;

    /// The hash of an account's password, if it has one.
    fn password(&self, id: AccountId) -> StoreResult<Option<PasswordHash>>;

    /// How many owners may sign in.
    fn owners(&self) -> StoreResult<usize>;

    /// Everybody there is, in the order of their names; at most `limit`.
    fn people(&self, proof: &Proof<SeePeople>, limit: usize) -> StoreResult<Vec<Person>>;

    /// The session with this token, and whose it is. Whether it holds is for the caller to decide.
    fn session_by_token(&self, token: &TokenHash) -> StoreResult<Option<(Session, Standing)>>;

    /// Whether there is this session.
    fn has_session(&self, id: SessionId) -> StoreResult<bool>;

    /// The sessions of an account, the newest last.
    fn sessions(&self, account: AccountId) -> StoreResult<Vec<Session>>;

    /// An invitation by id, used up or not.
    fn invitation(&self, id: InvitationId) -> StoreResult<Option<Invitation>>;

    /// The invitation with this token, used up or not.
    fn invitation_by_token(&self, token: &TokenHash) -> StoreResult<Option<Invitation>>;

    /// The invitations that can be used at this time, the newest last.
    fn invitations(&self, proof: &Proof<SeePeople>, now: Timestamp) -> StoreResult<Vec<Invitation>>;

    /// Whose password the link with this token sets, if it can be used at this time.
    fn reset(&self, token: &TokenHash, now: Timestamp) -> StoreResult<Option<AccountId>>;
}

/// What can be changed about people, inside a unit of work.
pub trait WritePeople {
    /// Adds an account; its id and `key` must be free.
    fn insert_account(&mut self, proof: &Proof<Admit>, account: &Account, key: &str, at: Timestamp) -> StoreResult<()>;

    /// Makes somebody something else.
    fn set_role(&mut self, proof: &Proof<ChangeRole>) -> StoreResult<()>;

    /// Keeps somebody out, or lets them in again.
    fn set_active(&mut self, proof: &Proof<SetActive>, at: Timestamp) -> StoreResult<()>;

    /// Puts a password in the place of the one before.
    fn set_password(&mut self, proof: &Proof<SetPassword>, hash: &PasswordHash, at: Timestamp) -> StoreResult<()>;

    /// Begins a session.
    fn insert_session(&mut self, account: AccountId, token: &TokenHash, session: &Session) -> StoreResult<()>;

    /// Notes that a session was used.
    fn see_session(&mut self, id: SessionId, at: Timestamp) -> StoreResult<()>;

    /// Ends sessions, and says which ones there were.
    fn end_sessions(&mut self, proof: &Proof<EndSessions>) -> StoreResult<Vec<SessionId>>;

    /// Ends every session that was last used or began before these times, and says which ones there were.
    fn end_sessions_before(&mut self, seen: Timestamp, began: Timestamp) -> StoreResult<Vec<SessionId>>;

    /// Adds an invitation into the role of the proof.
    fn insert_invitation(
        &mut self,
        proof: &Proof<Invite>,
        token: &TokenHash,
        invitation: &Invitation,
    ) -> StoreResult<()>;

    /// Uses an invitation once, if that can be done at this time. Looking and using are one step.
    fn use_invitation(&mut self, token: &TokenHash, now: Timestamp) -> StoreResult<Option<Invitation>>;

    /// Takes an invitation back, so that it cannot be used any more.
    fn revoke_invitation(&mut self, proof: &Proof<Invite>, id: InvitationId) -> StoreResult<()>;

    /// Adds a link by which somebody chooses a new password, in the place of the one before.
    fn insert_reset(
        &mut self,
        proof: &Proof<ResetPassword>,
        token: &TokenHash,
        expires_at: Timestamp,
    ) -> StoreResult<()>;

    /// Uses such a link, if that can be done at this time, and says whose password it sets. Looking and using are one
    /// step.
    fn use_reset(&mut self, token: &TokenHash, now: Timestamp) -> StoreResult<Option<AccountId>>;
}

/// What an account is to the whole server. Only a store makes one, from what it has found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// Who.
    pub account: Account,
    /// What they are.
    pub role: Role,
    /// Whether they may sign in at all.
    pub is_active: bool,
}

/// Somebody, for those who look after them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Who and what they are.
    pub standing: Standing,
    /// Whether they have a password; otherwise they have nothing but a name.
    pub has_password: bool,
    /// When their account was made.
    pub since: Timestamp,
}

/// One signed-in browser or program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Which session.
    pub id: SessionId,
    /// What signed in, as it called itself.
    pub client: String,
    /// When it began.
    pub began_at: Timestamp,
    /// When it was last used, to the hour.
    pub seen_at: Timestamp,
}

/// A link by which people come in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Invitation {
    /// Which invitation.
    pub id: InvitationId,
    /// What they become.
    pub role: Role,
    /// Who invites; nobody if it was made on the command line.
    pub by: Option<AccountId>,
    /// When it was made.
    pub made_at: Timestamp,
    /// Until when it can be used.
    pub expires_at: Timestamp,
    /// How many more can use it.
    pub uses: u32,
}

/// The SHA-256 of a token: what is kept of a secret that was given away.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct TokenHash([u8; 32]);

impl TokenHash {
    /// The hash with these bytes.
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The bytes a store keeps.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Debug for TokenHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TokenHash(redacted)")
    }
}

/// What is kept of a password, with all that is needed to check it.
#[derive(Clone, PartialEq, Eq)]
pub struct PasswordHash(String);

impl PasswordHash {
    /// The hash in the text form of its function.
    pub fn new(text: String) -> Self {
        Self(text)
    }

    /// The text a store keeps.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for PasswordHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PasswordHash(redacted)")
    }
}
