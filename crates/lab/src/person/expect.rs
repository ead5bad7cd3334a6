//! What a person expects to see. Each waits until it is so; none waits for a while.

use anyhow::{Result, ensure};
use hubbub_client::{Change, Client, Connection, Input, Item};
use hubbub_protocol::{Change as LogChange, RoomId, Seq};

use super::Person;
use crate::history::Fingerprint;

impl Person {
    /// The connection is live.
    pub async fn expect_live(&self) -> Result<()> {
        self.expect("a live connection", |client| client.connection() == Connection::Live).await
    }

    /// A room shows exactly these messages, in this order.
    pub async fn expect_messages<T: AsRef<str>>(&self, room: RoomId, expected: impl AsRef<[T]>) -> Result<()> {
        let expected: Vec<&str> = expected.as_ref().iter().map(AsRef::as_ref).collect();
        let arrived = self.shared.until(|state| bodies(state.client(), room) == expected).await;
        let shown = self.shows(room);
        ensure!(arrived.is_ok(), "{} should see {expected:?} and sees {shown:?}", self.account().name);
        Ok(())
    }

    /// Scrolls up until a room shows everything from its first entry on, filling every gap.
    pub async fn read_everything(&self, room: RoomId) -> Result<()> {
        // Each step brings at least one entry, so the head bounds the number of steps.
        let mut steps = self.with_client(|client| client.timeline(room).map_or(0, |held| held.head().get()));
        loop {
            self.expect("no page under way", |client| client.timeline(room).is_some_and(|held| !held.loading()))
                .await?;
            let Some(next) = self.with_client(|client| next_step(client, room)) else { return Ok(()) };
            ensure!(steps > 0, "{} cannot read the room to its beginning", self.account().name);
            steps -= 1;
            self.shared.handle(next);
        }
    }

    /// Everything that was said and read has an answer.
    pub async fn expect_settled(&self) -> Result<()> {
        self.expect("an empty outbox", |client| client.unsent() == 0 && client.is_reading_settled()).await
    }

    /// So many messages wait for an answer.
    pub async fn expect_unsent(&self, count: usize) -> Result<()> {
        self.expect("that many unsent messages", |client| client.unsent() == count).await
    }

    /// So many messages are in the outbox on disk, where they survive a reload.
    pub async fn expect_saved(&self, count: usize) -> Result<()> {
        let arrived = self.shared.until(|_| self.disk.unsent().len() == count).await;
        let found = self.disk.unsent().len();
        ensure!(arrived.is_ok(), "{} has {found} messages on disk, not {count}", self.account().name);
        Ok(())
    }

    /// An open room shows everything up to this entry.
    pub async fn expect_shown(&self, room: RoomId, last: Seq) -> Result<()> {
        self.expect("the newest entry", |client| client.timeline(room).is_some_and(|held| held.last() >= last)).await
    }

    /// Exactly these people are in a room now, in any order.
    pub async fn expect_present(&self, room: RoomId, names: &[&str]) -> Result<()> {
        let mut expected = names.to_vec();
        expected.sort_unstable();
        self.expect("the people present", |client| {
            let Some(state) = client.room(room) else { return false };
            let mut present: Vec<&str> =
                state.presence().accounts.iter().map(|account| account.name.as_str()).collect();
            present.sort_unstable();
            present == expected
        })
        .await
    }

    /// Exactly these others are typing in a room now.
    pub async fn expect_typing(&self, room: RoomId, names: &[&str]) -> Result<()> {
        self.expect("the people typing", |client| {
            let Some(state) = client.room(room) else { return false };
            state.typing().map(|account| account.name.as_str()).eq(names.iter().copied())
        })
        .await
    }

    /// Something happened that is told once, such as a notice.
    pub async fn expect_change(&self, what: &str, mut is_it: impl FnMut(&Change) -> bool) -> Result<()> {
        let arrived = self.shared.until(|state| state.changes.iter().any(&mut is_it)).await;
        ensure!(arrived.is_ok(), "{} waited in vain for {what}", self.account().name);
        Ok(())
    }

    /// A connection ended with one of these codes; 1006 stands for an end without a code.
    pub async fn expect_closed(&self, expected: &[u16]) -> Result<()> {
        let arrived = self.shared.until(|state| state.close_codes.iter().any(|code| expected.contains(code))).await;
        let codes = self.close_codes();
        ensure!(arrived.is_ok(), "{} should be closed with {expected:?} and was with {codes:?}", self.account().name);
        Ok(())
    }

    /// Anything else the client can tell.
    pub async fn expect(&self, what: &str, mut condition: impl FnMut(&Client) -> bool) -> Result<()> {
        let arrived = self.shared.until(|state| condition(state.client())).await;
        let connection = self.with_client(Client::connection);
        ensure!(arrived.is_ok(), "{} waited in vain for {what} ({connection:?})", self.account().name);
        Ok(())
    }
}

/// What a room shows, oldest first.
pub(super) fn bodies(client: &Client, room: RoomId) -> Vec<String> {
    let Some(timeline) = client.timeline(room) else { return Vec::new() };
    let body = |item: Item<'_>| match item {
        Item::Entry { entry, .. } => match &entry.change {
            LogChange::MessageSent { message } => Some(message.body.clone()),
            _ => None,
        },
        Item::Gap(gap) => Some(format!("(gap after {})", gap.after)),
        Item::Unsent { unsent, .. } => Some(unsent.body.clone()),
    };
    timeline.items().into_iter().filter_map(body).collect()
}

/// Whether the newest message of a room that is on the server has this body.
pub(crate) fn ends_with(client: &Client, room: RoomId, body: &str) -> bool {
    let Some(timeline) = client.timeline(room) else { return false };
    let newest = timeline.items().into_iter().rev().find_map(|item| match item {
        Item::Entry { entry, .. } => Some(&entry.change),
        _ => None,
    });
    matches!(newest, Some(LogChange::MessageSent { message }) if message.body == body)
}

/// The entries at the end of a room that are held without a gap.
pub(super) fn newest_entries(client: &Client, room: RoomId) -> Vec<(Seq, Fingerprint)> {
    let Some(timeline) = client.timeline(room) else { return Vec::new() };
    let mut entries = Vec::new();
    for item in timeline.items() {
        match item {
            Item::Entry { entry, .. } => entries.push((entry.seq, Fingerprint::of_change(&entry.change))),
            Item::Gap(_) => entries.clear(),
            Item::Unsent { .. } => {}
        }
    }
    entries
}

fn next_step(client: &Client, room: RoomId) -> Option<Input> {
    let timeline = client.timeline(room)?;
    let gap = timeline.items().into_iter().rev().find_map(|item| match item {
        Item::Gap(gap) => Some(Input::FillGap { room, gap, forwards: false }),
        _ => None,
    });
    gap.or_else(|| (!timeline.at_start()).then_some(Input::LoadOlder(room)))
}
