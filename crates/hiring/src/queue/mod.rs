//! The queue: work outside the database, as rows written with their cause. Leased, retried, fair between organizations, dead visibly.
//!
//! A job may run twice (a lease that ran out, a crash before [`done`]), so it must be idempotent. Two rows of an organization with the same
//! key never run at once, whatever their kinds.

mod calls;
pub(crate) mod claim;
mod crew;
pub(crate) mod dead;
pub(crate) mod enqueue;
pub(crate) mod lag;
pub(crate) mod settle;
pub(crate) mod take_over;
pub(crate) mod totals;

use std::time::Duration;

use serde_json::Value;

pub use calls::Calls;
pub use claim::{claim, next};
pub use crew::{AtWork, Crew};
pub use dead::{Dead, DeadRow, count_dead, dead, discard, revive};
pub use enqueue::{enqueue, enqueue_in};
pub(crate) use enqueue::{enqueue_all, enqueue_held};
pub use lag::{TroubledRow, lag, troubled};
pub use settle::{Depth, depth, done, extend, fail, postpone, retry};
pub(crate) use settle::{done_in, extend_in, fail_in};
pub use take_over::{Tenure, take_over};

pub use totals::{Total, totals};

use crate::db::text_enum;
use crate::permission::Operate;
use crate::shares::Reminder;
use crate::{ApplicationId, FollowUpId, JobId, Millis, OrganizationId, Permit, RecipientId};

/// How long a claimed row belongs to its worker; [`extend`] it in long work.
pub const LEASE: Duration = Duration::from_secs(60);

/// How often a row is tried before it is dead.
pub const MAX_ATTEMPTS: i64 = 12;

/// Work that a person waits for: webhooks, overrules, notes.
pub const LIVE: i64 = 0;

/// Work that nobody waits for by name: import, reconciliation.
pub const BULK: i64 = 10;

/// What can wait until the import is over that brought it: all cards are scored sooner.
pub const AFTER_IMPORTS: i64 = 20;

/// Why a row rests whose connection is down.
pub const DISCONNECTED: &str = "ats_disconnected";

/// The kind of the row that asks for a screening of one application: payload `{"application": id}`.
pub const SCREEN_APPLICATION: &str = "screen_application";

/// The kind of the row that asks one candidate, or reminds them: payload `{"follow_up": id, "reminder": bool}`.
pub const ASK_CANDIDATE: &str = "ask_candidate";

/// The kind of the row that takes answers to follow-up questions to the applications they belong to: payload `{"follow_up": id}`.
pub const TAKE_ANSWERS: &str = "take_answers";

/// The kind of the row that asks for the score note of one application: payload `{"application": id}`.
pub const WRITE_NOTE: &str = "write_note";

/// The kind of the row that asks for the score note of an application that an import brought: payload `{"application": id}`.
pub const WRITE_IMPORTED_NOTE: &str = "write_imported_note";

/// The kind of the row that asks for the note of a person's move: payload `{"application": id}`.
pub const WRITE_STATUS_NOTE: &str = "write_status_note";

/// The kind of the row that asks for the stage that goes with a person's move, where that is switched on: payload `{"application": id}`.
pub const WRITE_STAGE: &str = "write_stage";

/// The kind of the row that asks for the note of hiring managers' decisions on one application: payload `{"application": id}`.
pub const WRITE_DECISION_NOTE: &str = "write_decision_note";

/// The kind of the row that reminds a hiring manager of a decision: payload `{"job": id, "recipient": id, "reminder": "before" or "overdue"}`.
pub const REMIND_REVIEWER: &str = "remind_reviewer";

text_enum! {
    /// Where a row stands.
    pub enum RowState {
        /// Until its time comes.
        Waiting = "waiting",
        /// Leased.
        Running = "running",
        /// Given up; a person may revive it.
        Dead = "dead",
    }
}

/// Work to be queued.
#[derive(Clone, Debug, PartialEq)]
pub struct Task {
    /// What: a plain string that the worker knows.
    pub kind: &'static str,
    /// On what: ids only, never candidate data.
    pub payload: Value,
    /// Rows of one kind with the same key are one while they wait; rows with the same key never run at once.
    pub key: Option<String>,
    /// [`LIVE`], [`BULK`] or [`AFTER_IMPORTS`]; smaller is sooner.
    pub priority: i64,
    /// Not before.
    pub not_before: Option<Millis>,
}

impl Task {
    /// Live work.
    #[must_use]
    pub fn new(kind: &'static str, payload: Value) -> Self {
        Self {
            kind,
            payload,
            key: None,
            priority: LIVE,
            not_before: None,
        }
    }

    /// With a key.
    #[must_use]
    pub fn keyed(mut self, key: impl Into<String>) -> Self {
        self.key = Some(key.into());
        self
    }

    /// As bulk work.
    #[must_use]
    pub fn bulk(mut self) -> Self {
        self.priority = BULK;
        self
    }

    /// Not before `at`.
    #[must_use]
    pub fn at(mut self, at: Millis) -> Self {
        self.not_before = Some(at);
        self
    }

    /// Screens one application; waiting ones for the same application are one.
    #[must_use]
    pub fn screen(application: ApplicationId) -> Self {
        Self::new(
            SCREEN_APPLICATION,
            serde_json::json!({ "application": application }),
        )
        .keyed(application.to_string())
    }

    /// Screens applications when nobody waits.
    pub(crate) fn screen_all(applications: &[ApplicationId]) -> Vec<Self> {
        applications
            .iter()
            .map(|application| Self::screen(*application).bulk())
            .collect()
    }

    /// Asks one candidate, or reminds them, at this time.
    pub(crate) fn ask(follow_up: FollowUpId, reminder: bool, at: Millis) -> Self {
        let key = if reminder {
            format!("{follow_up}/reminder")
        } else {
            follow_up.to_string()
        };
        let payload = serde_json::json!({ "follow_up": follow_up, "reminder": reminder });
        Self::new(ASK_CANDIDATE, payload).keyed(key).at(at)
    }

    /// Reminds a hiring manager of a decision, at this time.
    pub(crate) fn remind(
        job: JobId,
        recipient: RecipientId,
        reminder: Reminder,
        at: Millis,
    ) -> Self {
        let payload =
            serde_json::json!({ "job": job, "recipient": recipient, "reminder": reminder });
        Self::new(REMIND_REVIEWER, payload)
            .keyed(format!("{recipient}/{reminder}"))
            .at(at)
    }

    /// Takes answers to the applications they belong to.
    pub(crate) fn take_answers(follow_up: FollowUpId) -> Self {
        Self::new(TAKE_ANSWERS, serde_json::json!({ "follow_up": follow_up }))
            .keyed(follow_up.to_string())
    }

    /// Writes the score note of one application; waiting ones for the same application are one.
    #[must_use]
    pub fn note(application: ApplicationId) -> Self {
        Self::on(WRITE_NOTE, application)
    }

    /// Writes the score note of an application that an import brought, after those that are still to be read. Nobody waits for it by name, and a
    /// note that somebody does wait for has not hundreds of others before it.
    #[must_use]
    pub fn imported_note(application: ApplicationId) -> Self {
        Self {
            priority: AFTER_IMPORTS,
            ..Self::on(WRITE_IMPORTED_NOTE, application)
        }
    }

    /// Writes the note of a person's move; waiting ones for the same application are one.
    #[must_use]
    pub fn status_note(application: ApplicationId) -> Self {
        Self::on(WRITE_STATUS_NOTE, application)
    }

    /// Moves the stage in the ATS after a person's move, where that is switched on; waiting ones for the same application are one.
    #[must_use]
    pub fn write_back(application: ApplicationId) -> Self {
        Self::on(WRITE_STAGE, application)
    }

    fn on(kind: &'static str, application: ApplicationId) -> Self {
        let payload = serde_json::json!({ "application": application });
        Self::new(kind, payload).keyed(application.to_string())
    }

    /// Writes the note of hiring managers' decisions on one application; waiting ones for the same application are one.
    #[must_use]
    pub fn decision_note(application: ApplicationId) -> Self {
        Self::new(
            WRITE_DECISION_NOTE,
            serde_json::json!({ "application": application }),
        )
        .keyed(application.to_string())
    }
}

/// A row that this worker holds until its lease ends.
#[derive(Clone, Debug)]
pub struct Leased {
    /// Whose.
    pub organization: OrganizationId,
    /// The row.
    pub id: String,
    /// What to do.
    pub kind: String,
    /// On what.
    pub payload: Value,
    /// Which try this is, from 1.
    pub attempt: i64,
    /// When the lease ends.
    pub until: Millis,
    /// Since when it is to be done.
    pub since: Millis,
    key: Option<String>,
    lease: String,
}

impl Leased {
    /// The lease ran out after the last try: whoever tried may have died of it. Give it up, do not try again.
    #[must_use]
    pub fn is_spent(&self) -> bool {
        self.attempt > MAX_ATTEMPTS
    }

    /// The permit to do the work.
    #[must_use]
    pub fn permit(&self) -> Permit<Operate> {
        Permit::system(self.organization)
    }
}

/// The pause before try `attempt + 1`: 2 s, 4 s, … at most 10 minutes, of which a random half is taken off, so that what failed together
/// does not come back together. `random` is anything.
pub(crate) fn backoff(attempt: i64, random: u64) -> Duration {
    let exponent = u32::try_from(attempt.clamp(1, 20)).unwrap_or(1);
    let full = Duration::from_secs(2)
        .saturating_mul(2u32.saturating_pow(exponent - 1))
        .min(Duration::from_secs(600));
    let half = full / 2;
    half + Duration::from_millis(
        random % u64::try_from(half.as_millis()).unwrap_or(u64::MAX).max(1),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_and_stay_between_half_and_full() {
        for (attempt, full) in [
            (1, 2),
            (2, 4),
            (3, 8),
            (9, 512),
            (10, 600),
            (400, 600),
            (0, 2),
            (-3, 2),
        ] {
            let full = Duration::from_secs(full);
            for random in [0, 1, u64::MAX] {
                let pause = backoff(attempt, random);
                assert!(pause >= full / 2 && pause <= full, "{attempt}: {pause:?}");
            }
        }
    }
}
