//! Who came and went.

use hubbub_protocol::{Account, AccountId, PresenceChanged};

use super::RoomState;

/// People worth a quiet line.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Arrivals {
    pub(crate) came: Vec<Account>,
    pub(crate) went: Vec<Account>,
}

impl RoomState {
    /// Takes over a change of presence. Gives the names of others who came and went.
    ///
    /// Somebody who is not in the list, because it is long, goes without a line.
    pub(crate) fn note_presence(&mut self, change: PresenceChanged, me: Option<AccountId>) -> Arrivals {
        let mut arrivals = Arrivals { came: Vec::new(), went: Vec::new() };
        let people = &mut self.presence.accounts;
        for id in change.went {
            if let Some(at) = people.iter().position(|account| account.id == id) {
                arrivals.went.push(people.remove(at));
            }
        }
        for account in change.came {
            if people.iter().all(|known| known.id != account.id) {
                people.push(account.clone());
                arrivals.came.push(account);
            }
        }
        self.presence.count = change.count;
        arrivals.came.retain(|account| Some(account.id) != me);
        arrivals.went.retain(|account| Some(account.id) != me);
        arrivals
    }
}
