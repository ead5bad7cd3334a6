//! Which page to fetch next: one at a time for each room, again with a backoff after a failure.

use hubbub_protocol::{Gap, LogQuery, Seq, limits};

use crate::{
    Moment,
    session::backoff::{Backoff, Jitter},
};

/// A page that is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Want {
    /// Nothing is held.
    Newest,
    /// The end of the log.
    Tail(Gap),
    /// A gap of at most a page.
    Small(Gap),
    /// What is held and may have been changed by entries that are missing.
    Outdated(Gap),
    /// The newest page of a gap the person came near.
    Gap(Gap),
    /// The oldest page of it.
    GapStart(Gap),
    /// What is before the first entry held.
    Older(Seq),
}

impl Want {
    pub(crate) fn query(self) -> LogQuery {
        let page = Some(u32::try_from(limits::PAGE).unwrap_or(u32::MAX));
        let whole = Some(u32::try_from(limits::PAGE_MAX).unwrap_or(u32::MAX));
        let (after, before, limit) = match self {
            Self::Newest => (None, None, page),
            Self::Tail(gap) | Self::Small(gap) | Self::Outdated(gap) => (Some(gap.after), Some(gap.before), whole),
            Self::Gap(gap) => (Some(gap.after), Some(gap.before), page),
            Self::GapStart(gap) => (Some(gap.after), None, page),
            Self::Older(first) => (None, Some(first), page),
        };
        LogQuery { before, after, limit }
    }
}

/// What is asked for, under way, or waits for the next try.
#[derive(Debug, Default)]
pub(crate) struct Fetching {
    under_way: Option<(u32, Want)>,
    older: bool,
    /// And whether its oldest page is wanted first.
    gap: Option<(Gap, bool)>,
    retry_at: Option<Moment>,
    backoff: Backoff,
}

impl Fetching {
    pub(crate) fn ask_older(&mut self) {
        self.older = true;
    }

    pub(crate) fn ask_gap(&mut self, gap: Gap, forwards: bool) {
        self.gap = Some((gap, forwards));
    }

    pub(crate) fn asked_older(&self) -> bool {
        self.older
    }

    pub(crate) fn asked_gap(&self) -> Option<(Gap, bool)> {
        self.gap
    }

    pub(crate) fn is_free(&self) -> bool {
        self.under_way.is_none() && self.retry_at.is_none()
    }

    pub(crate) fn is_loading(&self) -> bool {
        !self.is_free()
    }

    pub(crate) fn begin(&mut self, request: u32, want: Want) {
        self.under_way = Some((request, want));
    }

    /// The answer to this request is here; what it was for, unless nobody waits for it any more.
    pub(crate) fn end(&mut self, request: u32) -> Option<Want> {
        self.under_way.take_if(|(number, _)| *number == request).map(|(_, want)| want)
    }

    pub(crate) fn succeeded(&mut self, want: Want) {
        self.backoff.reset();
        match want {
            Want::Gap(_) | Want::GapStart(_) => self.gap = None,
            Want::Older(_) => self.older = false,
            Want::Newest | Want::Tail(_) | Want::Small(_) | Want::Outdated(_) => {}
        }
    }

    pub(crate) fn failed(&mut self, now: Moment, jitter: &mut Jitter) {
        self.retry_at = Some(now.plus(self.backoff.fail(jitter)));
    }

    /// There is a connection again: no reason to wait.
    pub(crate) fn hurry(&mut self) {
        self.retry_at = None;
    }

    pub(crate) fn advance(&mut self, now: Moment) {
        self.retry_at = self.retry_at.filter(|moment| *moment > now);
    }

    pub(crate) fn deadline(&self) -> Option<Moment> {
        self.retry_at
    }
}
