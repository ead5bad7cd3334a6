//! Presence: who is here now, derived from connections and announced in batches.
//!
//! Time comes only with the tick: whoever left is given the grace that starts with the next one.

use std::{
    collections::{BTreeSet, HashMap, HashSet},
    mem,
    time::{Duration, Instant},
};

use hubbub_protocol::{Account, AccountId, Presence, PresenceChanged, RoomId, limits};

/// In a room with more people than a list has names, so many of those who came together are named.
const NAMES_IN_A_CROWD: usize = 10;

/// How a connection ended, which decides how long its account still counts as here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ending {
    /// The client said goodbye. It may be a reload.
    Clean,
    /// The socket broke, or the server closed it. The client is expected back at once.
    Lost,
    /// Nothing was heard for so long that the client is not there any more.
    Silent,
}

impl Ending {
    fn grace(self) -> Duration {
        match self {
            Self::Clean => Duration::from_millis(1_250),
            Self::Lost => Duration::from_secs(10),
            Self::Silent => Duration::ZERO,
        }
    }
}

/// Who is here, in every room.
#[derive(Debug, Default)]
pub(crate) struct Presences {
    accounts: HashMap<AccountId, Here>,
    rooms: HashMap<RoomId, Room>,
    leaving: HashSet<AccountId>,
    changed: HashSet<RoomId>,
}

#[derive(Debug)]
struct Here {
    account: Account,
    connections: usize,
    rooms: Vec<RoomId>,
    grace: Duration,
    gone_at: Option<Instant>,
}

#[derive(Debug, Default)]
struct Room {
    here: BTreeSet<AccountId>,
    came: Vec<AccountId>,
    went: Vec<AccountId>,
}

impl Presences {
    /// An account has one more connection, which hears these rooms.
    pub(crate) fn connected(&mut self, account: &Account, rooms: impl IntoIterator<Item = RoomId>) {
        let here = self.accounts.entry(account.id).or_insert_with(|| Here {
            account: account.clone(),
            connections: 0,
            rooms: Vec::new(),
            grace: Duration::ZERO,
            gone_at: None,
        });
        here.connections += 1;
        here.gone_at = None;
        self.leaving.remove(&account.id);
        for room in rooms {
            self.entered(account.id, room);
        }
    }

    /// An account has one connection less.
    pub(crate) fn disconnected(&mut self, account: AccountId, ending: Ending) {
        let Some(here) = self.accounts.get_mut(&account) else { return };
        here.connections = here.connections.saturating_sub(1);
        if here.connections == 0 {
            here.grace = ending.grace();
            self.leaving.insert(account);
        }
    }

    /// An account, if it is here at all, is in one more room.
    pub(crate) fn entered(&mut self, account: AccountId, id: RoomId) {
        let Some(here) = self.accounts.get_mut(&account) else { return };
        let room = self.rooms.entry(id).or_default();
        if room.here.insert(account) {
            here.rooms.push(id);
            match room.went.iter().position(|gone| *gone == account) {
                Some(index) => drop(room.went.swap_remove(index)),
                None => room.came.push(account),
            }
            self.changed.insert(id);
        }
    }

    /// Who is in a room now.
    pub(crate) fn list(&self, room: RoomId) -> Presence {
        self.list_up_to(room, limits::PRESENCE_NAMES)
    }

    /// Who is in a room now, with so many names; the count is exact all the same.
    pub(crate) fn list_up_to(&self, room: RoomId, names: usize) -> Presence {
        let Some(room) = self.rooms.get(&room) else { return Presence::default() };
        let accounts = room.here.iter().take(names).filter_map(|id| self.account(*id)).collect();
        Presence { count: count(room), accounts }
    }

    /// Lets those go whose grace is over, and returns what changed since the last tick, once per room.
    pub(crate) fn tick(&mut self, now: Instant) -> Vec<PresenceChanged> {
        for account in mem::take(&mut self.leaving) {
            if let Some(here) = self.accounts.get_mut(&account) {
                if *here.gone_at.get_or_insert(now + here.grace) > now {
                    self.leaving.insert(account);
                } else {
                    self.left(account);
                }
            }
        }
        mem::take(&mut self.changed).into_iter().filter_map(|room| self.change(room)).collect()
    }

    #[cfg(test)]
    pub(crate) fn is_empty(&self) -> bool {
        self.accounts.is_empty() && self.rooms.is_empty() && self.leaving.is_empty() && self.changed.is_empty()
    }

    fn left(&mut self, account: AccountId) {
        for id in self.accounts.remove(&account).map(|here| here.rooms).unwrap_or_default() {
            let Some(room) = self.rooms.get_mut(&id) else { continue };
            room.here.remove(&account);
            match room.came.iter().position(|new| *new == account) {
                // Nobody has heard that they came.
                Some(index) => drop(room.came.swap_remove(index)),
                None => room.went.push(account),
            }
            self.changed.insert(id);
        }
    }

    fn change(&mut self, id: RoomId) -> Option<PresenceChanged> {
        let room = self.rooms.get_mut(&id)?;
        let (came, mut went) = (mem::take(&mut room.came), mem::take(&mut room.went));
        let names = if room.here.len() > limits::PRESENCE_NAMES { NAMES_IN_A_CROWD } else { limits::PRESENCE_NAMES };
        let count = count(room);
        if room.here.is_empty() {
            self.rooms.remove(&id);
        }
        if came.is_empty() && went.is_empty() {
            return None;
        }
        went.truncate(limits::PRESENCE_NAMES);
        let came = came.into_iter().take(names).filter_map(|id| self.account(id)).collect();
        Some(PresenceChanged { room: id, came, went, count })
    }

    fn account(&self, id: AccountId) -> Option<Account> {
        self.accounts.get(&id).map(|here| here.account.clone())
    }
}

fn count(room: &Room) -> u32 {
    u32::try_from(room.here.len()).unwrap_or(u32::MAX)
}
