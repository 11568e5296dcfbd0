//! Reconciliations: comparisons of what CLARA knows with what the ATS lists, and the work that closes the difference. What was compared and what was
//! found is kept, so that one that was paused or killed goes on where it was.

pub(crate) mod control;
pub(crate) mod read;
pub(crate) mod work;

use sqlx::any::AnyRow;

pub use control::{apply, begin, begin_job, cancel, pause, resume};
pub use read::{Difference, Progress, difference, last, newest, progress, read, read_for_work};
pub use work::{due, fail, found, job_compared, jobs_left, prune, settle_item, settled_all};

use crate::db::{RowExt, text_enum};
use crate::{AccountId, Error, IntegrationId, JobId, Millis, ReconciliationId};

text_enum! {
    /// Where a reconciliation stands.
    pub enum RunState {
        /// The ATS's lists are being read.
        Comparing = "comparing",
        /// The difference is known, and waits for a person.
        Compared = "compared",
        /// What was found is being fetched.
        Applying = "applying",
        /// All was fetched.
        Finished = "finished",
        /// A person ended it.
        Cancelled = "cancelled",
        /// Given up; says why.
        Failed = "failed",
    }
}

text_enum! {
    /// What is different.
    pub enum Finding {
        /// The ATS lists it, CLARA has it not.
        Missing = "missing",
        /// It was changed in the ATS since it was fetched.
        Changed = "changed",
        /// CLARA has it, the ATS does not list it, or lists it as deleted.
        Gone = "gone",
        /// Nothing is known to be different; a document may have come that no list tells of.
        Document = "document",
    }
}

text_enum! {
    /// What becomes of a finding.
    pub enum ItemState {
        /// It waits for a person to apply it.
        Found = "found",
        /// Its fetch is queued.
        Waiting = "waiting",
        /// It was fetched.
        Done = "done",
        /// It could not be.
        Failed = "failed",
    }
}

/// A comparison with the ATS.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reconciliation {
    /// Id.
    pub id: ReconciliationId,
    /// With which connection.
    pub integration: IntegrationId,
    /// Of one job; none: all of the connection.
    pub job: Option<JobId>,
    /// Who asked; none: it ran by itself.
    pub by: Option<AccountId>,
    /// Where it stands.
    pub state: RunState,
    /// It waits for a person before anything is fetched.
    pub dry_run: bool,
    /// A person paused it.
    pub paused: bool,
    /// How many applications the ATS listed.
    pub listed: u64,
    /// Why it was given up: a code.
    pub error: Option<String>,
    /// When it began.
    pub started_at: Millis,
    /// When it went on last.
    pub updated_at: Millis,
    /// When it ended.
    pub finished_at: Option<Millis>,
}

/// What a row of [`Reconciliation`] is read from.
macro_rules! run_columns {
    () => {
        "id, integration_id, job_id, account_id, state, dry_run, paused, listed, error, started_at, updated_at, finished_at"
    };
}
pub(crate) use run_columns;

pub(crate) fn run(row: &AnyRow) -> Result<Reconciliation, Error> {
    Ok(Reconciliation {
        id: row.get_as("id")?,
        integration: row.get_as("integration_id")?,
        job: row.get_as("job_id")?,
        by: row.get_as("account_id")?,
        state: row.get_as("state")?,
        dry_run: row.flag("dry_run")?,
        paused: row.flag("paused")?,
        listed: row.count("listed")?,
        error: row.get_as("error")?,
        started_at: row.get_as("started_at")?,
        updated_at: row.get_as("updated_at")?,
        finished_at: row.get_as("finished_at")?,
    })
}
