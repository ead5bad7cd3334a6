//! The ways in: each ends with a session and a token for it.

use axum::http::HeaderMap;
use hubbub_chat::{Error, accounts, invitations, passwords, resets, sessions};
use hubbub_protocol::{Account, AccountId, ErrorCode, Refusal};

use super::{Network, Secret, Session, Sessions, client, passwords::Verdict};
use crate::http::Problem;

impl Sessions {
    /// Signs somebody in: with their password, or where the server is open with a new name alone.
    pub(crate) async fn sign_in(
        &self,
        name: &str,
        password: Option<String>,
        from: Network,
        headers: &HeaderMap,
    ) -> Result<(Account, Secret), Problem> {
        let account = match password {
            Some(password) => {
                self.0.tries.password(from, name)?;
                self.proven(name, password).await?
            }
            None if self.is_open() => {
                if self.0.counts_guests {
                    self.0.tries.stranger(from)?;
                }
                accounts::sign_up(&self.0.chat, name).await?
            }
            None => return Err(missing_password().into()),
        };
        let token = self.start(account.id, headers).await?;
        Ok((account, token))
    }

    /// The account of this name, if the password is right. Whatever is wrong, the answer and the time it takes are the
    /// same (S7).
    async fn proven(&self, name: &str, password: String) -> Result<Account, Problem> {
        let (account, kept) = accounts::credentials(&self.0.chat, name).await?.unzip();
        let verdict = self.0.passwords.check(password, kept.flatten()).await?;
        match (account, verdict) {
            (Some(account), Verdict::Right) => Ok(account),
            (Some(account), Verdict::RightBut(hash)) => {
                accounts::renew_hash(&self.0.chat, account.id, hash).await?;
                Ok(account)
            }
            _ => Err(Refusal::new(ErrorCode::Unauthenticated, "The name or the password is wrong.").into()),
        }
    }

    /// Makes the first owner, for whoever has the code from the console.
    pub(crate) async fn set_up(
        &self,
        code: &Secret,
        name: &str,
        password: String,
        from: Network,
        headers: &HeaderMap,
    ) -> Result<Secret, Problem> {
        self.0.tries.stranger(from)?;
        self.may_set_up(code).await?;
        passwords::check(&password, name)?;
        let hash = self.0.passwords.hash(password).await?;
        let account = accounts::set_up(&self.0.chat, name, hash).await?;
        tracing::info!(account.id = %account.id, "the server was set up; its owner is account {}", account.id);
        Ok(self.start(account.id, headers).await?)
    }

    /// Whether this is the code from the console, and nobody has used it.
    pub(crate) async fn may_set_up(&self, code: &Secret) -> hubbub_chat::Result<()> {
        let is_code = self.0.set_up.is_some_and(|hash| hash == code.hash());
        if is_code && accounts::is_without_owner(&self.0.chat).await? { Ok(()) } else { Err(Error::NotFound) }
    }

    /// Makes an account for whoever was invited.
    pub(crate) async fn join(
        &self,
        link: &Secret,
        name: &str,
        password: String,
        from: Network,
        headers: &HeaderMap,
    ) -> Result<Secret, Problem> {
        self.0.tries.stranger(from)?;
        // Before the slow part, which nobody gets to do with a link of their own making.
        invitations::look(&self.0.chat, link.hash()).await?;
        passwords::check(&password, name)?;
        let hash = self.0.passwords.hash(password).await?;
        let account = invitations::accept(&self.0.chat, link.hash(), name, hash).await?;
        Ok(self.start(account.id, headers).await?)
    }

    /// Sets the password that a link was made for.
    pub(crate) async fn reset(
        &self,
        link: &Secret,
        password: String,
        from: Network,
        headers: &HeaderMap,
    ) -> Result<Secret, Problem> {
        self.0.tries.stranger(from)?;
        let account = resets::look(&self.0.chat, link.hash()).await?;
        passwords::check(&password, &account.name)?;
        let hash = self.0.passwords.hash(password).await?;
        let account = resets::take(&self.0.chat, link.hash(), hash).await?;
        Ok(self.start(account, headers).await?)
    }

    /// Gives somebody another password, if they know the one they have. Every other session of theirs ends.
    pub(crate) async fn change_password(
        &self,
        session: &Session,
        old: String,
        new: String,
        from: Network,
    ) -> Result<(), Problem> {
        let caller = &session.caller;
        let name = &caller.account().name;
        self.0.tries.password(from, name)?;
        let (_, kept) = accounts::credentials(&self.0.chat, name).await?.unzip();
        let kept = kept.flatten();
        // Whoever came with a name alone has none that could be asked for.
        if kept.is_some() && self.0.passwords.check(old, kept).await? == Verdict::Wrong {
            return Err(Refusal::new(ErrorCode::Unauthenticated, "The password is wrong.").field("old").into());
        }
        passwords::check(&new, name)?;
        let hash = self.0.passwords.hash(new).await?;
        Ok(accounts::change_password(&self.0.chat, caller, hash).await?)
    }

    /// Begins a session for the program that sends these headers.
    async fn start(&self, account: AccountId, headers: &HeaderMap) -> hubbub_chat::Result<Secret> {
        let token = Secret::new();
        sessions::start(&self.0.chat, account, token.hash(), client(headers), self.0.terms).await?;
        Ok(token)
    }
}

fn missing_password() -> Refusal {
    Refusal::new(ErrorCode::Invalid, "Sign in with a password; a name alone is not enough here.").field("password")
}
