//! Sessions: where an account is signed in, for how long, and how that ends.
//!
//! A session is a row that can be found by the hash of a token. Whatever ends one publishes it, in commit order with
//! everything else, so that the connections that live on it are closed (P12).

use hubbub_protocol::{AccountId, SessionId, SessionSummary, Timestamp};

use crate::{
    Caller, Chat, Error, Published, Result,
    ports::{self, Reader, Session, Standing, TokenHash, Transaction},
    rights::{Authority, EndSessions, Which, authorize},
};

/// How precisely it is kept when a session was last used: writing it down for each request would cost too much.
const SEEN_TO_MS: i64 = 60 * 60 * 1000;

/// How long sessions last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Terms {
    /// Milliseconds without use after which one ends.
    pub idle_ms: i64,
    /// Milliseconds after which one ends in any case.
    pub longest_ms: i64,
}

impl Terms {
    /// When a session that began then ends at the latest.
    fn until(self, began: Timestamp) -> Timestamp {
        Timestamp::from_millis(began.as_millis().saturating_add(self.longest_ms))
    }

    fn hold(self, session: &Session, now: Timestamp) -> bool {
        let idle = now.as_millis().saturating_sub(session.seen_at.as_millis());
        idle < self.idle_ms && now < self.until(session.began_at)
    }
}

/// Signs an account in: whoever has the token of this hash is the caller from now on.
pub async fn start(chat: &Chat, account: AccountId, token: TokenHash, client: String, terms: Terms) -> Result<Caller> {
    let now = chat.clock.now();
    let session = Session { id: SessionId::new(now, chat.ids.random()), client, began_at: now, seen_at: now };
    let work = move |tx: &mut dyn Transaction| {
        let standing = tx.standing(account)?.filter(|standing| standing.is_active).ok_or(Error::NotFound)?;
        tx.insert_session(account, &token, &session)?;
        Ok(caller(standing, &session, terms))
    };
    ports::write(&*chat.store, work, |_| ()).await
}

/// The caller behind a token, if its session holds.
pub async fn find(chat: &Chat, token: TokenHash, terms: Terms) -> Result<Option<Caller>> {
    let now = chat.clock.now();
    let found = ports::read(&*chat.store, move |reader| Ok(reader.session_by_token(&token)?)).await?;
    let Some((session, standing)) = found else { return Ok(None) };
    if !standing.is_active || !terms.hold(&session, now) {
        return Ok(None);
    }
    if now.as_millis().saturating_sub(session.seen_at.as_millis()) >= SEEN_TO_MS {
        seen(chat, vec![session.id]);
    }
    Ok(Some(caller(standing, &session, terms)))
}

/// Notes that these sessions are in use. Nobody waits for it.
pub fn seen(chat: &Chat, sessions: Vec<SessionId>) {
    let now = chat.clock.now();
    let work = move |tx: &mut dyn Transaction| {
        for &session in &sessions {
            tx.see_session(session, now)?;
        }
        Ok(())
    };
    // It is queued already, and a note that is lost is made again an hour later.
    drop(ports::write(&*chat.store, work, |()| ()));
}

/// Whether the caller's session is still there. Ask after the hub knows of the connection: then an end that this does
/// not see is told to the hub later.
pub async fn holds(chat: &Chat, caller: &Caller) -> Result<bool> {
    let session = caller.session();
    ports::read(&*chat.store, move |reader| Ok(reader.has_session(session)?)).await
}

/// The caller's sessions, the newest first.
pub async fn list(chat: &Chat, caller: &Caller) -> Result<Vec<SessionSummary>> {
    let (account, current) = (caller.id(), caller.session());
    let summary = move |Session { id, client, began_at, seen_at }| SessionSummary {
        id,
        client,
        began_at,
        seen_at,
        current: id == current,
    };
    ports::read(&*chat.store, move |reader| Ok(reader.sessions(account)?.into_iter().rev().map(summary).collect()))
        .await
}

/// Signs the caller out here.
pub async fn sign_out(chat: &Chat, caller: &Caller) -> Result<()> {
    end(chat, caller.into(), caller.id(), Which::One(caller.session())).await.map(drop)
}

/// Ends one of the caller's sessions. Those of others do not exist to them.
pub async fn end_one(chat: &Chat, caller: &Caller, session: SessionId) -> Result<()> {
    match end(chat, caller.into(), caller.id(), Which::One(session)).await? {
        0 => Err(Error::NotFound),
        _ => Ok(()),
    }
}

/// Ends sessions of an account, and says how many.
pub async fn end(chat: &Chat, by: Authority, account: AccountId, which: Which) -> Result<usize> {
    let work = move |tx: &mut dyn Transaction| end_within(tx, by, account, which);
    Ok(ports::write(&*chat.store, work, announce(chat)).await?.len())
}

/// The same inside of a greater change, whose commit must [`announce`] what this returns.
pub(crate) fn end_within(
    tx: &mut dyn Transaction,
    by: Authority,
    account: AccountId,
    which: Which,
) -> Result<Vec<SessionId>> {
    let by = current(tx.as_reader(), by)?;
    let standing = tx.standing(account)?.ok_or(Error::NotFound)?;
    let proof = authorize(by, EndSessions(which), standing)?;
    Ok(tx.end_sessions(&proof)?)
}

/// Publishes the end of sessions, once it is on disk.
pub(crate) fn announce(chat: &Chat) -> impl FnOnce(&Vec<SessionId>) + Send + 'static {
    let bus = chat.bus.clone();
    move |ended| {
        if !ended.is_empty() {
            bus.publish(Published::SessionsEnded(ended.clone()));
        }
    }
}

/// The authority as it is now: a request may have begun before a role was taken away.
pub(crate) fn current(reader: &dyn Reader, by: Authority) -> Result<Authority> {
    let Authority::Account { id, .. } = by else { return Ok(by) };
    match reader.standing(id)? {
        Some(Standing { role, is_active: true, .. }) => Ok(Authority::Account { id, role }),
        _ => Err(Error::Forbidden),
    }
}

/// Ends every session whose time is over.
pub async fn end_expired(chat: &Chat, terms: Terms) -> Result<usize> {
    let now = chat.clock.now().as_millis();
    let (seen, began) = (now.saturating_sub(terms.idle_ms), now.saturating_sub(terms.longest_ms));
    let work = move |tx: &mut dyn Transaction| {
        Ok(tx.end_sessions_before(Timestamp::from_millis(seen), Timestamp::from_millis(began))?)
    };
    Ok(ports::write(&*chat.store, work, announce(chat)).await?.len())
}

fn caller(standing: Standing, session: &Session, terms: Terms) -> Caller {
    Caller::new(standing.account, standing.role, session.id, terms.until(session.began_at))
}
