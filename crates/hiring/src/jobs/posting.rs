//! A posting that was changed in the ATS: scores never change by themselves. A person has the requirements read anew, or leaves them.

use serde_json::json;
use sqlx::query;

use crate::db::statements_block;
use crate::events::{EventKind, Pending};
use crate::permission::{Operate, ScreenCandidates};
use crate::{Error, JobId, Permit, Store, audit};

statements_block! {
    DECIDED = "UPDATE jobs SET posting_changed_at = NULL WHERE organization_id = $1 AND id = $2 AND posting_changed_at IS NOT NULL";
    STATE = "UPDATE jobs SET state = $3, manager_name = NULL, manager_email = NULL WHERE organization_id = $1 AND id = $2 AND state <> $3";
}

/// What a person decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// The requirements were read anew: a new version is active.
    Read,
    /// They stay as they are.
    Keep,
}

/// Notes the decision; the notice goes.
///
/// # Errors
/// [`Error::NotFound`] if there is nothing to decide.
pub async fn decide(
    store: &Store,
    permit: &Permit<ScreenCandidates>,
    job: JobId,
    decision: Decision,
) -> Result<(), Error> {
    let organization = permit.organization();
    let mut tx = store.begin().await?;
    let decided = query(DECIDED)
        .bind(organization)
        .bind(job)
        .execute(tx.connection())
        .await?;
    if decided.rows_affected() == 0 {
        return Err(Error::NotFound);
    }
    let action = match decision {
        Decision::Read => "posting.read_anew",
        Decision::Keep => "posting.keep_requirements",
    };
    audit::record(&mut tx, permit, action, &job.to_string(), &json!({})).await?;
    tx.tell(organization, Pending::of_job(EventKind::Job, job));
    tx.commit().await
}

/// The ATS no longer shows the posting: it was deleted, or made confidential. Who its hiring manager is goes with it.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn out_of_sight(
    store: &Store,
    permit: &Permit<Operate>,
    job: JobId,
    state: &str,
) -> Result<(), Error> {
    let organization = permit.organization();
    let mut tx = store.begin().await?;
    let changed = query(STATE)
        .bind(organization)
        .bind(job)
        .bind(state)
        .execute(tx.connection())
        .await?;
    if changed.rows_affected() > 0 {
        tx.tell(organization, Pending::of_job(EventKind::Job, job));
    }
    tx.commit().await
}
