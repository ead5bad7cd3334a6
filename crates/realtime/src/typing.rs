//! Typing: who works on a message now. Kept only to be ended when its author forgets to.

use std::{
    collections::HashMap,
    time::{Duration, Instant},
};

use hubbub_protocol::{Account, AccountId, ConnectionId, RoomId, TypingChanged, limits};

/// Everybody who types.
#[derive(Debug, Default)]
pub(crate) struct Typings(HashMap<(RoomId, AccountId), Typing>);

#[derive(Debug)]
struct Typing {
    account: Account,
    connection: ConnectionId,
    expires: Instant,
}

impl Typings {
    /// An account types, or still does. Its last connection to say so answers for it.
    pub(crate) fn start(&mut self, room: RoomId, account: &Account, connection: ConnectionId, now: Instant) {
        let expires = now + Duration::from_millis(limits::TYPING_EXPIRES_MS.into());
        self.0.insert((room, account.id), Typing { account: account.clone(), connection, expires });
    }

    /// An account stopped; `false` when it did not type.
    pub(crate) fn stop(&mut self, room: RoomId, account: AccountId) -> bool {
        self.0.remove(&(room, account)).is_some()
    }

    /// Ends what a connection answers for.
    pub(crate) fn end(&mut self, connection: ConnectionId) -> Vec<TypingChanged> {
        self.end_where(|typing| typing.connection == connection)
    }

    /// Ends what was not renewed in time.
    pub(crate) fn expire(&mut self, now: Instant) -> Vec<TypingChanged> {
        self.end_where(|typing| typing.expires <= now)
    }

    #[cfg(test)]
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn end_where(&mut self, is_over: impl Fn(&Typing) -> bool) -> Vec<TypingChanged> {
        let over = self.0.extract_if(|_, typing| is_over(typing));
        over.map(|((room, _), typing)| TypingChanged { room, account: typing.account, typing: false }).collect()
    }
}
