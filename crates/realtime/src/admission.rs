//! How many connections there may be.

use std::{
    collections::{HashMap, hash_map::Entry},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use hubbub_protocol::{AccountId, ErrorCode, Refusal};
use tokio_util::task::task_tracker::TaskTrackerToken;

/// Milliseconds a client should wait before it tries again.
const RETRY_MS: u32 = 5_000;

/// Counts connections from before the socket opens until it is closed.
#[derive(Debug)]
pub(crate) struct Admission {
    limit: usize,
    limit_per_account: usize,
    counts: Mutex<Counts>,
}

#[derive(Debug, Default)]
struct Counts {
    total: usize,
    accounts: HashMap<AccountId, usize>,
    closed: bool,
}

/// The right to one connection; dropping it gives the place to another.
#[derive(Debug)]
pub struct Permit {
    admission: Arc<Admission>,
    account: AccountId,
}

/// A connection's place from the upgrade until its socket is closed, for which a restart waits.
#[derive(Debug)]
pub(crate) struct Place {
    _permit: Permit,
    _open: TaskTrackerToken,
}

impl Place {
    pub(crate) fn new(permit: Permit, open: TaskTrackerToken) -> Self {
        Self { _permit: permit, _open: open }
    }
}

impl Admission {
    pub(crate) fn new(limit: usize, limit_per_account: usize) -> Self {
        Self { limit, limit_per_account, counts: Mutex::default() }
    }

    pub(crate) fn admit(self: &Arc<Self>, account: AccountId) -> Result<Permit, Refusal> {
        let mut counts = self.lock();
        if counts.closed {
            let message = "The server is shutting down.";
            return Err(Refusal::new(ErrorCode::Overloaded, message).retry_after_ms(RETRY_MS));
        }
        if counts.total >= self.limit {
            let message = "The server has no place for another connection.";
            return Err(Refusal::new(ErrorCode::Overloaded, message).limit(self.limit).retry_after_ms(RETRY_MS));
        }
        let mine = counts.accounts.get(&account).copied().unwrap_or(0);
        if mine >= self.limit_per_account {
            let refusal = Refusal::new(ErrorCode::RateLimited, "This account has too many connections.");
            return Err(refusal.limit(self.limit_per_account).retry_after_ms(RETRY_MS));
        }
        counts.total += 1;
        counts.accounts.insert(account, mine + 1);
        Ok(Permit { admission: Arc::clone(self), account })
    }

    /// Lets nobody in any more.
    pub(crate) fn close(&self) {
        self.lock().closed = true;
    }

    fn lock(&self) -> MutexGuard<'_, Counts> {
        self.counts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        let mut counts = self.admission.lock();
        counts.total -= 1;
        if let Entry::Occupied(mut mine) = counts.accounts.entry(self.account) {
            *mine.get_mut() -= 1;
            if *mine.get() == 0 {
                mine.remove();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn account(n: u8) -> AccountId {
        AccountId::from_bytes([n; 16])
    }

    fn code(result: Result<Permit, Refusal>) -> Option<ErrorCode> {
        result.err().map(|refusal| refusal.code)
    }

    #[test]
    fn one_account_cannot_take_every_place() {
        let admission = Arc::new(Admission::new(3, 2));
        let first = admission.admit(account(1)).expect("there is a place");
        let _second = admission.admit(account(1)).expect("there is a place");
        assert_eq!(code(admission.admit(account(1))), Some(ErrorCode::RateLimited));
        let _other = admission.admit(account(2)).expect("there is a place");
        assert_eq!(code(admission.admit(account(3))), Some(ErrorCode::Overloaded));
        drop(first);
        assert_eq!(code(admission.admit(account(3))), None);
        assert_eq!(code(admission.admit(account(1))), None, "the dropped permits left nothing behind");
    }

    #[test]
    fn nobody_enters_a_server_that_shuts_down() {
        let admission = Arc::new(Admission::new(3, 2));
        admission.close();
        assert_eq!(code(admission.admit(account(1))), Some(ErrorCode::Overloaded));
    }
}
