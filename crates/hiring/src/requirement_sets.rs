//! Requirement sets: what a job asks for, in versions. A score names the version it used; an active set is never changed.

use screening::model::RequirementSet;
use serde_json::json;
use sqlx::query;

use crate::db::{Connection, Json, RowExt, statements_block};
use crate::events::{EventKind, Pending};
use crate::permission::{ScreenCandidates, ViewJobs};
use crate::queue::{Task, enqueue_all};
use crate::{Error, JobId, Millis, OrganizationId, Permit, Store, applications, audit};

statements_block! {
    INSERT = "INSERT INTO requirement_sets (organization_id, job_id, version, body, created_by, created_at) VALUES ($1, $2, $3, $4, $5, $6)";
    NEXT = "UPDATE jobs SET requirement_set_version = COALESCE(requirement_set_version, 0) + 1 WHERE organization_id = $1 AND id = $2 \
        RETURNING requirement_set_version";
    READ = "SELECT version, body, created_at FROM requirement_sets WHERE organization_id = $1 AND job_id = $2 AND version = $3";
    ACTIVE = "SELECT r.version, r.body, r.created_at FROM jobs j JOIN requirement_sets r ON r.organization_id = j.organization_id \
        AND r.job_id = j.id AND r.version = j.requirement_set_version WHERE j.organization_id = $1 AND j.id = $2";
}

/// A requirement set of a job.
#[derive(Clone, Debug, PartialEq)]
pub struct Version {
    /// 1, 2, ….
    pub version: i64,
    /// The requirements.
    pub set: RequirementSet,
    /// When it was activated.
    pub created_at: Millis,
}

/// Activates a new version; scores keep theirs until [`rescore`]. Answers its number; the same requirements again are the version they are.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn activate(
    store: &Store,
    permit: &Permit<ScreenCandidates>,
    job: JobId,
    set: &RequirementSet,
) -> Result<i64, Error> {
    let organization = permit.organization();
    let mut tx = store.begin().await?;
    let now = tx.now();
    tx.alone_on(job).await?;
    if let Some(known) = active_in(tx.connection(), organization, job).await?
        && known.set == *set
    {
        return Ok(known.version);
    }
    let row = query(NEXT)
        .bind(organization)
        .bind(job)
        .fetch_optional(tx.connection())
        .await?
        .ok_or(Error::NotFound)?;
    let version: i64 = row.get_as("requirement_set_version")?;
    tx.execute(
        query(INSERT)
            .bind(organization)
            .bind(job)
            .bind(version)
            .bind(Json(set))
            .bind(permit.actor().account())
            .bind(now),
    )
    .await?;
    audit::record(
        &mut tx,
        permit,
        "requirements.activate",
        &job.to_string(),
        &json!({ "version": version }),
    )
    .await?;
    tx.tell(organization, Pending::of_job(EventKind::Job, job));
    tx.commit().await?;
    Ok(version)
}

/// The active version; none before the description was read.
///
/// # Errors
/// [`Error::NotFound`] for a hiring manager.
pub async fn active(
    store: &Store,
    permit: &Permit<ViewJobs>,
    job: JobId,
) -> Result<Option<Version>, Error> {
    permit.sees_unshared()?;
    active_in(
        &mut *store.database().reader().await?,
        permit.organization(),
        job,
    )
    .await
}

/// Queues a screening of every application of the job with the active version; answers how many.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn rescore(
    store: &Store,
    permit: &Permit<ScreenCandidates>,
    job: JobId,
) -> Result<usize, Error> {
    let organization = permit.organization();
    let mut tx = store.begin().await?;
    let applications = applications::ids_of_job(tx.connection(), organization, job).await?;
    let tasks = Task::screen_all(&applications);
    enqueue_all(&mut tx, tasks.iter().map(|task| (organization, task))).await?;
    audit::record(
        &mut tx,
        permit,
        "job.rescore",
        &job.to_string(),
        &json!({ "applications": applications.len() }),
    )
    .await?;
    tx.commit().await?;
    Ok(applications.len())
}

pub(crate) async fn active_in(
    connection: &mut Connection,
    organization: OrganizationId,
    job: JobId,
) -> Result<Option<Version>, Error> {
    query(ACTIVE)
        .bind(organization)
        .bind(job)
        .fetch_optional(connection)
        .await?
        .as_ref()
        .map(version)
        .transpose()
}

pub(crate) async fn read_in(
    connection: &mut Connection,
    organization: OrganizationId,
    job: JobId,
    number: i64,
) -> Result<Option<Version>, Error> {
    query(READ)
        .bind(organization)
        .bind(job)
        .bind(number)
        .fetch_optional(connection)
        .await?
        .as_ref()
        .map(version)
        .transpose()
}

/// By a row that has its columns.
pub(crate) fn version(row: &sqlx::any::AnyRow) -> Result<Version, Error> {
    Ok(Version {
        version: row.get_as("version")?,
        set: row.json("body")?,
        created_at: row.get_as("created_at")?,
    })
}
