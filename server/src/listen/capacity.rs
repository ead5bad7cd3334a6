//! How many connections the system lets us have.

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// Descriptors for everything that is no connection: the database, the log, the runtime, and some to spare.
const RESERVED: u64 = 128;

/// Raises the limit of open files as far as we may, and returns how many connections fit below it.
pub(crate) fn raise() -> usize {
    let Rlimit { current, maximum } = getrlimit(Resource::Nofile);
    if current != maximum && setrlimit(Resource::Nofile, Rlimit { current: maximum, maximum }).is_err() {
        tracing::warn!("the limit of open files cannot be raised and stays at {}", current.unwrap_or(u64::MAX));
    }
    connections(getrlimit(Resource::Nofile).current)
}

/// How many connections fit below a limit of open files; `None` is no limit.
fn connections(limit: Option<u64>) -> usize {
    let limit = limit.unwrap_or(u64::MAX);
    // With very few descriptors half of them is still better than to serve nobody.
    usize::try_from(limit.saturating_sub(RESERVED).max(limit / 2)).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn some_descriptors_are_left_for_everything_else() {
        assert_eq!(connections(Some(1024)), 896);
        assert_eq!(connections(Some(100)), 50);
        assert_eq!(connections(None), usize::MAX - 128);
    }
}
