//! Hashing passwords and checking them: slow on purpose, and so never more at once than the machine can bear (S1, S2).

use std::{num::NonZero, sync::Arc, thread};

use hubbub_chat::ports::PasswordHash;
use hubbub_protocol::{ErrorCode, Refusal};
use password_auth::{generate_hash, is_hash_obsolete, verify_password};
use tokio::sync::Semaphore;

/// How many may wait for their turn. With some 30 ms each, the last of them waits for about a second.
const QUEUE: usize = 32;
/// Milliseconds after which to try again when more would wait.
const RETRY_MS: u32 = 2_000;
/// The hash of a password that nobody knows: checking it takes as long as checking any other, so that the time does not
/// tell whether there is an account of a name (S7).
const DECOY: &str = "$argon2id$v=19$m=19456,t=2,p=1$lk1ohl4CEUww+WatUm159Q$ZsAY0J6nuebNybOLjubIp1uvzPsOzuAP4oyiOAr+GJE";

/// The one place where passwords are hashed; cheap to clone.
#[derive(Debug, Clone)]
pub(crate) struct Passwords {
    queue: Arc<Semaphore>,
    turns: Arc<Semaphore>,
}

/// What came of checking a password.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It is another one, or there is none to compare it with.
    Wrong,
    /// It is the right one.
    Right,
    /// It is the right one, and here is a hash of it as it would be made today.
    RightBut(PasswordHash),
}

impl Default for Passwords {
    fn default() -> Self {
        // Half of the processors, so that messages go on while people sign in.
        let processors = thread::available_parallelism().map_or(1, NonZero::get);
        Self::with_turns(processors.div_ceil(2))
    }
}

impl Passwords {
    fn with_turns(turns: usize) -> Self {
        Self { queue: Arc::new(Semaphore::new(turns + QUEUE)), turns: Arc::new(Semaphore::new(turns)) }
    }

    /// What is to be kept of a password.
    pub(super) async fn hash(&self, password: String) -> Result<PasswordHash, Refusal> {
        self.in_turn(move || PasswordHash::new(generate_hash(password))).await
    }

    /// Checks a password against what was kept. It takes as long without a hash.
    pub(super) async fn check(&self, password: String, kept: Option<PasswordHash>) -> Result<Verdict, Refusal> {
        self.in_turn(move || check(&password, kept.as_ref())).await
    }

    /// Runs slow work when it is its turn. Who gives up waiting gives up the place; who has begun is not stopped.
    async fn in_turn<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, Refusal> {
        let place = Arc::clone(&self.queue).try_acquire_owned().map_err(|_| busy())?;
        let turn = Arc::clone(&self.turns).acquire_owned().await.map_err(|_| busy())?;
        let task = tokio::task::spawn_blocking(move || {
            let done = work();
            drop((place, turn));
            done
        });
        // A panic has been told by the panic hook.
        task.await.map_err(|_| Refusal::new(ErrorCode::Internal, "The password could not be checked."))
    }
}

fn busy() -> Refusal {
    Refusal::new(ErrorCode::Overloaded, "Too many people are signing in at once.").retry_after_ms(RETRY_MS)
}

fn check(password: &str, kept: Option<&PasswordHash>) -> Verdict {
    let hash = kept.map_or(DECOY, PasswordHash::as_str);
    if verify_password(password, hash).is_err() || kept.is_none() {
        return Verdict::Wrong;
    }
    match is_hash_obsolete(hash) {
        Ok(true) => Verdict::RightBut(PasswordHash::new(generate_hash(password))),
        _ => Verdict::Right,
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;

    /// `correct horse battery staple` with half of the memory that we use now.
    const OLD: &str =
        "$argon2id$v=19$m=9728,t=2,p=1$DEOX0+rjW8APQC96nZEvpQ$icS9Dpy0VuduyzoKGF5uhJdzEhEewtCgsmL61eivGjE";

    #[tokio::test]
    async fn the_right_password_is_told_from_others() {
        let passwords = Passwords::default();
        let kept = passwords.hash("the roses are out".to_owned()).await.expect("nobody else waits");
        let again = passwords.hash("the roses are out".to_owned()).await.expect("nobody else waits");
        assert_ne!(kept, again, "each has a salt of its own");
        assert!(kept.as_str().starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{}", kept.as_str());
        for (password, verdict) in [("the roses are out", Verdict::Right), ("the roses are in", Verdict::Wrong)] {
            let checked = passwords.check(password.to_owned(), Some(kept.clone())).await;
            assert_eq!(checked.expect("nobody else waits"), verdict);
        }
    }

    #[test]
    fn without_a_hash_every_password_is_wrong_at_the_usual_price() {
        assert_eq!(check("", None), Verdict::Wrong);
        assert_eq!(is_hash_obsolete(DECOY), Ok(false), "the decoy must be as slow as what is made now");
    }

    #[test]
    fn a_hash_of_former_times_is_made_anew() {
        let Verdict::RightBut(new) = check("correct horse battery staple", Some(&PasswordHash::new(OLD.to_owned())))
        else {
            panic!("it is right, but old");
        };
        assert_eq!(check("correct horse battery staple", Some(&new)), Verdict::Right);
        assert_eq!(check("wrong", Some(&PasswordHash::new(OLD.to_owned()))), Verdict::Wrong);
    }

    #[tokio::test]
    async fn who_comes_when_the_queue_is_full_is_asked_to_come_back() {
        let passwords = Passwords::with_turns(1);
        let (go_on, gate) = mpsc::channel::<()>();
        let mut waiting = tokio::task::JoinSet::new();
        let busy = passwords.clone();
        waiting.spawn(async move { busy.in_turn(move || gate.recv().is_ok()).await.map(drop) });
        for _ in 0..QUEUE {
            let passwords = passwords.clone();
            waiting.spawn(async move { passwords.in_turn(|| ()).await });
        }
        while passwords.queue.available_permits() > 0 {
            tokio::task::yield_now().await;
        }
        let refused = passwords.in_turn(|| ()).await.expect_err("there is no place left");
        assert_eq!((refused.code, refused.retry_after_ms), (ErrorCode::Overloaded, Some(RETRY_MS)));
        go_on.send(()).expect("the first one still works");
        while let Some(done) = waiting.join_next().await {
            done.expect("it does not panic").expect("there was a place");
        }
        passwords.in_turn(|| ()).await.expect("there are places again");
    }
}
