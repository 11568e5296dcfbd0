//! How the work of this process ended lately: kinds, codes and ids, for whoever looks for trouble.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use hiring::{Millis, OrganizationId};

/// How many are remembered, of all organizations.
const REMEMBERED: usize = 2000;

/// How one piece of work ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// The queue's row.
    pub row: String,
    /// What it was to do.
    pub kind: String,
    /// `done`, `gone`, `retry`, `postponed`, `dead`, `lost`.
    pub outcome: &'static str,
    /// Why it was not done: a code.
    pub code: Option<String>,
    /// Which try it was.
    pub attempt: i64,
    /// How long it took.
    pub took: Duration,
    /// When it ended.
    pub at: Millis,
}

/// The newest outcomes, in memory only.
#[derive(Default)]
pub(crate) struct Outcomes {
    newest: Mutex<VecDeque<(OrganizationId, Outcome)>>,
}

impl Outcomes {
    pub(crate) fn remember(&self, organization: OrganizationId, outcome: Outcome) {
        let mut newest = self.newest.lock().unwrap_or_else(PoisonError::into_inner);
        if newest.len() >= REMEMBERED {
            newest.pop_front();
        }
        newest.push_back((organization, outcome));
    }

    /// Those of an organization, the newest first, at most `limit`.
    pub(crate) fn of(&self, organization: OrganizationId, limit: usize) -> Vec<Outcome> {
        let newest = self.newest.lock().unwrap_or_else(PoisonError::into_inner);
        let of = newest.iter().rev().filter(|(of, _)| *of == organization);
        of.take(limit).map(|(_, outcome)| outcome.clone()).collect()
    }
}
