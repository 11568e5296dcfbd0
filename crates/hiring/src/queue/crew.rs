//! The workers of a process, shared among organizations: a backlog of one takes some of them, never all.

use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::{Mutex as Turns, MutexGuard as Turn, Notify};
use tokio::time::timeout;

use super::Leased;
use crate::OrganizationId;

/// An organization takes a further worker while it has fewer than one in so many of those that are idle. Alone it has a quarter of all in the
/// end; fifty share them; and whoever comes next finds some idle.
const ONE_IN: usize = 3;

/// How many rows are claimed in one transaction at most: on SQLite all others that write wait for it.
const AT_ONCE: usize = 8;

/// Who has many workers is given further ones when this part of them is idle: each claim looks into the queue and waits for the disk, for one row
/// as for several.
const PART: usize = 6;

/// How often who waits for their turn says that they do.
const SIGN_EVERY: Duration = Duration::from_secs(20);

/// Workers on the same kinds of work. Most of what they do waits for the ATS of one organization, which must not keep the others waiting.
#[derive(Debug)]
pub struct Crew {
    kinds: &'static [&'static str],
    workers: usize,
    /// What is claimed for idle workers. Who holds this takes the first, or looks for more.
    claimed: Turns<VecDeque<Leased>>,
    book: Mutex<Book>,
    freed: Notify,
}

#[derive(Debug, Default)]
struct Book {
    at_work: HashMap<OrganizationId, usize>,
    busy: usize,
    /// Who was refused, and may not yet be asked for again.
    refused: HashSet<OrganizationId>,
}

impl Book {
    /// How many rows of this organization may be taken at once, of so many workers.
    fn share(&self, workers: usize, organization: OrganizationId) -> usize {
        let has = self.at_work.get(&organization).copied().unwrap_or(0);
        let idle = workers.saturating_sub(self.busy);
        let may_have = |more: &usize| has + more < (idle.saturating_sub(*more) / ONE_IN).max(1);
        let share = (0..AT_ONCE).take_while(may_have).count();
        if share < AT_ONCE.min((has + share) / PART) {
            return 0;
        }
        share
    }
}

/// A worker that is at work for an organization, until this is dropped.
#[derive(Debug)]
pub struct AtWork<'c> {
    crew: &'c Crew,
    organization: OrganizationId,
}

impl Crew {
    /// Of so many workers on these kinds.
    #[must_use]
    pub fn of(kinds: &'static [&'static str], workers: usize) -> Self {
        Self {
            kinds,
            workers,
            claimed: Turns::default(),
            book: Mutex::default(),
            freed: Notify::new(),
        }
    }

    pub(super) fn kinds(&self) -> &'static [&'static str] {
        self.kinds
    }

    /// Waits for the turn of an idle worker; `waiting` is called every now and then.
    pub(super) async fn turn(&self, waiting: impl Fn()) -> Turn<'_, VecDeque<Leased>> {
        loop {
            waiting();
            if let Ok(turn) = timeout(SIGN_EVERY, self.claimed.lock()).await {
                return turn;
            }
        }
    }

    /// Counts a worker that has taken a row of this organization.
    pub(super) fn at_work(&self, organization: OrganizationId) -> AtWork<'_> {
        let mut book = self.book();
        book.busy += 1;
        *book.at_work.entry(organization).or_default() += 1;
        AtWork {
            crew: self,
            organization,
        }
    }

    /// How many rows of this organization may be taken at once: one for each idle worker that it may have.
    pub(super) fn share(&self, organization: OrganizationId) -> usize {
        let mut book = self.book();
        let share = book.share(self.workers, organization);
        if share == 0 {
            book.refused.insert(organization);
        }
        share
    }

    /// Waits until somebody who was refused may be asked for again.
    pub(super) async fn freed(&self) {
        self.freed.notified().await;
    }

    fn book(&self) -> MutexGuard<'_, Book> {
        self.book.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for AtWork<'_> {
    fn drop(&mut self) {
        let mut book = self.crew.book();
        book.busy -= 1;
        if let Some(has) = book.at_work.get_mut(&self.organization) {
            *has -= 1;
            if *has == 0 {
                book.at_work.remove(&self.organization);
            }
        }
        let workers = self.crew.workers;
        let mut refused = book.refused.iter();
        if refused.any(|organization| book.share(workers, *organization) > 0) {
            book.refused.clear();
            self.crew.freed.notify_one();
        }
    }
}

#[cfg(test)]
mod tests {
    use futures::FutureExt;

    use super::*;

    /// Each takes what it is given, so many at once at most, one after the other until nobody may; how many each has.
    fn all_take<'c>(
        crew: &'c Crew,
        all: &[OrganizationId],
        at_once: usize,
    ) -> (Vec<usize>, Vec<AtWork<'c>>) {
        let mut has = vec![0; all.len()];
        let mut at_work = Vec::new();
        loop {
            let before = at_work.len();
            for (organization, has) in all.iter().zip(&mut has) {
                for _ in 0..crew.share(*organization).min(at_once) {
                    at_work.push(crew.at_work(*organization));
                    *has += 1;
                }
            }
            if at_work.len() == before {
                return (has, at_work);
            }
        }
    }

    #[test]
    fn one_alone_leaves_workers_idle_and_fifty_share_them() {
        let somebody = OrganizationId::fresh();
        let crew = Crew::of(&["work"], 192);
        let (has, _all) = all_take(&crew, &[somebody], AT_ONCE);
        assert_eq!(has, [48]);
        let crew = Crew::of(&["work"], 192);
        let fifty: Vec<_> = (0..50).map(|_| OrganizationId::fresh()).collect();
        let (has, _all) = all_take(&crew, &fifty, 1);
        assert!(has.iter().all(|has| (3..=4).contains(has)), "{has:?}");
        assert!(crew.share(somebody) > 0, "whoever comes next finds one");
    }

    #[test]
    fn a_single_worker_takes_from_everybody() {
        let crew = Crew::of(&["work"], 1);
        assert_eq!(crew.share(OrganizationId::fresh()), 1);
    }

    #[tokio::test]
    async fn who_was_refused_is_asked_for_again_once_a_worker_is_idle() {
        let somebody = OrganizationId::fresh();
        let crew = Crew::of(&["work"], 4);
        let (_, mut at_work) = all_take(&crew, &[somebody], 1);
        assert_eq!(crew.share(somebody), 0);
        drop(at_work.pop());
        crew.freed().await;
        assert_eq!(crew.share(somebody), 1);
    }

    #[tokio::test]
    async fn who_has_many_takes_several_and_is_asked_for_again_when_they_may() {
        let (somebody, other) = (OrganizationId::fresh(), OrganizationId::fresh());
        let crew = Crew::of(&["work"], 192);
        let mut at_work: Vec<_> = (0..48).map(|_| crew.at_work(somebody)).collect();
        assert_eq!(crew.share(somebody), 0);
        for _ in 0..7 {
            drop(at_work.pop());
            assert!(crew.freed().now_or_never().is_none());
            assert_eq!(crew.share(somebody), 0);
        }
        assert!(crew.share(other) > 0, "others need not wait for that");
        drop(at_work.pop());
        crew.freed().await;
        assert_eq!(crew.share(somebody), AT_ONCE);
    }
}
