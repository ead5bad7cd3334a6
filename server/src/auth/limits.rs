//! How often strangers may try to come in: by the network they come from, and by the account they name (S27).

use std::{fmt, hash::Hash, num::NonZero, sync::Arc, time::Duration};

use governor::{
    Quota, RateLimiter,
    clock::{Clock as _, DefaultClock},
    state::keyed::DefaultKeyedStateStore,
};
use hubbub_protocol::{ErrorCode, Refusal, name};

use super::Network;

/// All of them are there again after so long.
const WITHIN: Duration = Duration::from_mins(15);
/// Tries for one account from one network: enough to mistype, and far too few to guess. Others elsewhere have their own,
/// so nobody can lock somebody out.
const FOR_AN_ACCOUNT: u32 = 10;
/// Tries from one network for whatever account, and new guests from there: a whole office may sit behind it.
const FROM_A_NETWORK: u32 = 100;
/// Keys above which those are forgotten that have all their tries again.
const CROWD: usize = 10_000;

/// What is left to everybody; cheap to clone.
#[derive(Clone)]
pub(crate) struct Limits(Arc<Inner>);

struct Inner {
    accounts: Allowance<(Network, String)>,
    networks: Allowance<Network>,
    guests: Allowance<Network>,
}

impl Default for Limits {
    fn default() -> Self {
        Self(Arc::new(Inner {
            accounts: Allowance::new(FOR_AN_ACCOUNT),
            networks: Allowance::new(FROM_A_NETWORK),
            guests: Allowance::new(FROM_A_NETWORK),
        }))
    }
}

impl Limits {
    /// Takes a try with a password.
    pub(super) fn password(&self, from: Network, name: &str) -> Result<(), Refusal> {
        self.0.networks.take(&from)?;
        // Only names that an account can have tell accounts apart; a longer text is none of them.
        let key = name::account_name(name).map(|name| name::key(&name)).unwrap_or_default();
        self.0.accounts.take(&(from, key))
    }

    /// Takes a try with a link, or a new guest.
    pub(super) fn stranger(&self, from: Network) -> Result<(), Refusal> {
        self.0.guests.take(&from)
    }
}

impl fmt::Debug for Limits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Limits").finish_non_exhaustive()
    }
}

/// So many tries for each key.
struct Allowance<K: Hash + Eq + Clone>(RateLimiter<K, DefaultKeyedStateStore<K>, DefaultClock>);

impl<K: Hash + Eq + Clone> Allowance<K> {
    fn new(tries: u32) -> Self {
        let quota = Quota::with_period(WITHIN / tries).expect("the time is above zero");
        Self(RateLimiter::keyed(quota.allow_burst(NonZero::new(tries).expect("some tries are allowed"))))
    }

    fn take(&self, key: &K) -> Result<(), Refusal> {
        if self.0.len() > CROWD {
            self.0.retain_recent();
        }
        self.0.check_key(key).map_err(|too_early| {
            let wait = too_early.wait_time_from(DefaultClock::default().now());
            let wait = u32::try_from(wait.as_millis()).unwrap_or(u32::MAX).saturating_add(1);
            Refusal::new(ErrorCode::RateLimited, "Too many tries.").retry_after_ms(wait)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn network(n: u8) -> Network {
        Network::of([192, 0, 2, n].into())
    }

    #[test]
    fn ten_tries_for_one_account_and_its_owner_elsewhere_is_not_locked_out() {
        let limits = Limits::default();
        for name in ["Ada", "ada ", "ADA"].iter().cycle().take(10) {
            limits.password(network(1), name).expect("there are tries left");
        }
        let refusal = limits.password(network(1), "Ada").expect_err("all are used up");
        let wait = refusal.retry_after_ms.expect("it says when");
        assert!(refusal.code == ErrorCode::RateLimited && wait > 80_000 && wait <= 90_001, "{wait}");
        limits.password(network(2), "Ada").expect("the owner is elsewhere");
        limits.password(network(1), "Grace").expect("another account");
    }

    #[test]
    fn names_that_nobody_can_have_share_their_tries() {
        let limits = Limits::default();
        for n in 0..10 {
            limits.password(network(1), &"x".repeat(100 + n)).expect("there are tries left");
        }
        limits.password(network(1), &"y".repeat(200)).expect_err("all are used up");
    }

    #[test]
    fn a_network_tries_a_hundred_times_whatever_the_names() {
        let limits = Limits::default();
        for n in 0..100 {
            limits.password(network(1), &format!("Guest {n}")).expect("there are tries left");
        }
        limits.password(network(1), "Guest 100").expect_err("all are used up");
        limits.stranger(network(1)).expect("that is counted apart");
    }
}
