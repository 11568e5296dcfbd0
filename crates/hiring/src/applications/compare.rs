//! What the ATS lists against what is kept: which applications are missing, changed or gone, and for which a document may still come.

use std::time::Duration;

use sqlx::query;

use super::FetchedApplication;
use crate::db::{RowExt, Tx, statements_block};
use crate::permission::Operate;
use crate::reconciliations::Finding;
use crate::{ApplicationId, Error, IntegrationId, JobId, Millis, OrganizationId, Permit, Store};

/// No ATS tells of a document that comes after the application. Somebody without a resume is looked at again after an eighth of the time
/// that they are here, at least and at most so long.
const LATE_RESUME: (Duration, Duration) = (Duration::from_secs(300), Duration::from_secs(86_400));
/// Somebody who has one is looked at again so often, for a newer one.
const NEWER_RESUME: Duration = Duration::from_secs(86_400);
/// After this time nobody is.
const LOOKED_AFTER: Duration = Duration::from_secs(60 * 86_400);

statements_block! {
    KNOWN = "SELECT a.stage_id, a.stage, a.archived_reason_id, a.archived_at, a.remote_application_id, a.source, a.origin, a.url, a.removed_at, \
        a.remote_updated_at, c.name FROM applications a JOIN candidates c ON c.organization_id = a.organization_id AND c.id = a.candidate_id \
        WHERE a.organization_id = $1 AND a.job_id = $2 AND a.remote_id = $3";
    LISTED = "SELECT remote_id FROM applications WHERE organization_id = $1 AND job_id = $2 AND remote_id IS NOT NULL AND removed_at IS NULL";
    NEWEST = "SELECT MAX(a.remote_updated_at) AS newest, COUNT(CASE WHEN a.removed_at IS NULL THEN 1 END) AS here FROM applications a \
        JOIN jobs j ON j.organization_id = a.organization_id AND j.id = a.job_id \
        WHERE a.organization_id = $1 AND j.integration_id = $2 AND a.remote_id = $3";
    PROCESSED = "SELECT id FROM jobs WHERE organization_id = $1 AND integration_id = $2 AND remote_id = $3 AND active = 1";
    SETTLED = "UPDATE applications SET remote_updated_at = $3, documents_due_at = $4 WHERE organization_id = $1 AND id = $2";
    DUE = "SELECT a.remote_id FROM applications a JOIN jobs j ON j.organization_id = a.organization_id AND j.id = a.job_id \
        WHERE a.organization_id = $1 AND j.integration_id = $2 AND j.active = 1 AND a.removed_at IS NULL AND a.remote_id IS NOT NULL \
        AND a.documents_due_at <= $3 ORDER BY a.documents_due_at LIMIT $4";
}

/// One line of the ATS's list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listing {
    /// As it would be kept.
    pub application: FetchedApplication,
    /// When it last changed there, where the ATS says so.
    pub updated_at: Option<Millis>,
}

/// What is different of each listed application, in their order; none: nothing.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn compare(
    store: &Store,
    permit: &Permit<Operate>,
    listed: &[Listing],
) -> Result<Vec<Option<Finding>>, Error> {
    let mut connection = store.database().reader().await?;
    let mut findings = Vec::with_capacity(listed.len());
    for line in listed {
        let row = query(KNOWN)
            .bind(permit.organization())
            .bind(line.application.job)
            .bind(line.application.remote_id.as_deref())
            .fetch_optional(&mut *connection)
            .await?;
        findings.push(match row {
            None => Some(Finding::Missing),
            Some(row) => difference(&row, line)?,
        });
    }
    Ok(findings)
}

/// The time of its last change tells, where the ATS gives one; else what both sides say of it. A stage may be renamed at any time.
fn difference(row: &sqlx::any::AnyRow, line: &Listing) -> Result<Option<Finding>, Error> {
    if row.get_as::<Option<Millis>>("removed_at")?.is_some() {
        return Ok(Some(Finding::Missing));
    }
    let fetched = &line.application;
    let text = |column: &str| row.get_as::<Option<String>>(column);
    let stage = fetched.stage.as_ref().map(|stage| stage.text.clone());
    let as_of: Option<Millis> = row.get_as("remote_updated_at")?;
    let changed = match (line.updated_at, as_of) {
        (Some(updated_at), Some(as_of)) => updated_at > as_of || text("stage")? != stage,
        _ => {
            let archived = fetched.archived.as_ref();
            text("stage_id")? != fetched.stage.as_ref().map(|stage| stage.id.clone())
                || text("stage")? != stage
                || text("archived_reason_id")? != archived.map(|(reason, _)| reason.id.clone())
                || row.get_as::<Option<Millis>>("archived_at")? != archived.map(|(_, at)| *at)
                || text("remote_application_id")? != fetched.remote_application_id
                || row.get_as::<String>("name")? != fetched.candidate.name
                || text("source")? != fetched.source
                || text("origin")? != fetched.origin
                || text("url")? != fetched.url
        }
    };
    Ok(changed.then_some(Finding::Changed))
}

/// The ATS's ids of the applications that stand on a job's board.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn remote_ids(
    store: &Store,
    permit: &Permit<Operate>,
    job: JobId,
) -> Result<Vec<String>, Error> {
    let mut connection = store.database().reader().await?;
    query(LISTED)
        .bind(permit.organization())
        .bind(job)
        .fetch_all(&mut *connection)
        .await?
        .iter()
        .map(|row| row.get_as("remote_id"))
        .collect()
}

/// What is different of a candidacy that changed in the ATS; none: the change is known, or no job that is processed is concerned. `job` is the
/// ATS's id of the one it is on now.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn news(
    store: &Store,
    permit: &Permit<Operate>,
    integration: IntegrationId,
    remote_id: &str,
    job: Option<&str>,
    updated_at: Option<Millis>,
) -> Result<Option<Finding>, Error> {
    let organization = permit.organization();
    let mut connection = store.database().reader().await?;
    let row = query(NEWEST)
        .bind(organization)
        .bind(integration)
        .bind(remote_id)
        .fetch_one(&mut *connection)
        .await?;
    let newest: Option<Millis> = row.get_as("newest")?;
    if newest.is_some_and(|newest| updated_at.is_some_and(|at| at <= newest)) {
        return Ok(None);
    }
    if row.count("here")? > 0 {
        return Ok(Some(Finding::Changed));
    }
    let processed = query(PROCESSED)
        .bind(organization)
        .bind(integration)
        .bind(job)
        .fetch_optional(&mut *connection)
        .await?;
    Ok(processed.map(|_| Finding::Missing))
}

/// An application was brought to where the ATS has it, documents included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settled {
    /// As of which change there, where the ATS says so.
    pub updated_at: Option<Millis>,
    /// Whether there is a resume.
    pub has_resume: bool,
}

/// Keeps that it was, and when a late document is looked for.
pub(crate) async fn settle(
    tx: &mut Tx,
    organization: OrganizationId,
    application: ApplicationId,
    here_since: Millis,
    settled: Settled,
) -> Result<(), Error> {
    let now = tx.now();
    let here_for = now.since(here_since);
    let pause = if settled.has_resume {
        NEWER_RESUME
    } else {
        (here_for / 8).clamp(LATE_RESUME.0, LATE_RESUME.1)
    };
    let due = (here_for < LOOKED_AFTER).then(|| now.after(pause));
    tx.execute(
        query(SETTLED)
            .bind(organization)
            .bind(application)
            .bind(settled.updated_at)
            .bind(due),
    )
    .await
}

/// The ATS's ids of the candidacies for which a late document is to be looked for, the longest due first.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn documents_due(
    store: &Store,
    permit: &Permit<Operate>,
    integration: IntegrationId,
    limit: u32,
) -> Result<Vec<String>, Error> {
    let now = store.now();
    let mut connection = store.database().reader().await?;
    query(DUE)
        .bind(permit.organization())
        .bind(integration)
        .bind(now)
        .bind(i64::from(limit))
        .fetch_all(&mut *connection)
        .await?
        .iter()
        .map(|row| row.get_as("remote_id"))
        .collect()
}
