//! One job: kept, read, switched on and off, its threshold.

use std::time::Duration;

use serde_json::json;
use sqlx::query;
use sqlx::{Any, Executor};

use super::{HiringManager, Job, PRE_QUALIFIED, job, job_columns};
use crate::db::{Flag, RowExt, Tx, statements_block};
use crate::events::{EventKind, Pending};
use crate::permission::{ManageIntegrations, Operate, ScreenCandidates, ViewJobs};
use crate::queue::{Task, enqueue_all, enqueue_in};
use crate::shares::access::Seen;
use crate::{Error, IntegrationId, JobId, OrganizationId, Permit, Store, applications, audit};

/// The kind of the row that forgets a job's candidates: payload `{"job": id}`.
pub const PURGE_JOB: &str = "purge_job";

/// Longer than a transaction takes that began before a job was stopped.
const UNDER_WAY: Duration = Duration::from_secs(15);

statements_block! {
    READ = concat!("SELECT ", job_columns!(), " FROM jobs j WHERE j.organization_id = $1 AND j.id = $2");
    BY_REMOTE_ID = concat!("SELECT ", job_columns!(), " FROM jobs j WHERE j.organization_id = $1 AND j.integration_id = $2 AND j.remote_id = $3");
    OF_INTEGRATION = concat!("SELECT ", job_columns!(), " FROM jobs j WHERE j.organization_id = $1 AND j.integration_id = $2 ORDER BY j.title, j.id");
    UPSERT = "INSERT INTO jobs (organization_id, id, integration_id, remote_id, title, location, team, state, url, description, pre_qualified, active, last_sync_at, created_at, \
        manager_name, manager_email) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 1, $12, $12, $13, $14) \
        ON CONFLICT (organization_id, integration_id, remote_id) DO UPDATE SET title = excluded.title, location = excluded.location, \
        team = excluded.team, state = excluded.state, url = excluded.url, description = excluded.description, last_sync_at = excluded.last_sync_at, \
        manager_name = excluded.manager_name, manager_email = excluded.manager_email, \
        posting_changed_at = CASE WHEN jobs.requirement_set_version IS NOT NULL AND (excluded.description <> jobs.description OR excluded.title <> jobs.title) \
        THEN excluded.last_sync_at ELSE jobs.posting_changed_at END RETURNING id";
    SET_ACTIVE = "UPDATE jobs SET active = $3 WHERE organization_id = $1 AND id = $2";
    SET_THRESHOLD = "UPDATE jobs SET pre_qualified = $3 WHERE organization_id = $1 AND id = $2";
    SYNCED = "UPDATE jobs SET last_sync_at = $3 WHERE organization_id = $1 AND id = $2";
}

/// A job as an ATS gives it; with none of both ids, one that no ATS knows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FetchedJob {
    /// Connection and the ATS's id of it.
    pub remote: Option<(IntegrationId, String)>,
    /// Title.
    pub title: String,
    /// Place.
    pub location: String,
    /// Team.
    pub team: String,
    /// The ATS's word.
    pub state: String,
    /// Its page in the ATS.
    pub url: Option<String>,
    /// Plain text.
    pub description: String,
    /// Whom the ATS names as its hiring manager.
    pub hiring_manager: Option<HiringManager>,
}

/// Keeps a job as fetched. One that was known keeps its id, threshold, requirement set, and whether it is processed: where title or description
/// are others now, a person decides what that means for the requirements ([`posting`](super::posting)).
///
/// # Errors
/// [`Error::Invalid`] without a title.
pub async fn upsert_from_ats(
    store: &Store,
    permit: &Permit<ManageIntegrations>,
    fetched: &FetchedJob,
) -> Result<JobId, Error> {
    let mut tx = store.begin().await?;
    let id = upsert_in(&mut tx, permit.organization(), fetched).await?;
    tx.commit().await?;
    Ok(id)
}

/// Begins to process a job, together with the work that imports it: both are kept, or neither.
///
/// # Errors
/// [`Error::Invalid`] without a title.
pub async fn select(
    store: &Store,
    permit: &Permit<ManageIntegrations>,
    fetched: &FetchedJob,
    import: impl FnOnce(JobId) -> Task,
) -> Result<JobId, Error> {
    let organization = permit.organization();
    let mut tx = store.begin().await?;
    let id = upsert_in(&mut tx, organization, fetched).await?;
    set_active_in(&mut tx, organization, id, true).await?;
    let detail = json!({ "active": true });
    audit::record(&mut tx, permit, "job.set_active", &id.to_string(), &detail).await?;
    enqueue_in(&mut tx, organization, &import(id)).await?;
    tx.commit().await?;
    Ok(id)
}

async fn upsert_in(
    tx: &mut Tx,
    organization: OrganizationId,
    fetched: &FetchedJob,
) -> Result<JobId, Error> {
    if fetched.title.trim().is_empty() {
        return Err(Error::invalid("title", "This job has no title."));
    }
    let (integration, remote_id) = fetched
        .remote
        .as_ref()
        .map(|(integration, remote)| (*integration, remote.as_str()))
        .unzip();
    let manager = fetched.hiring_manager.as_ref();
    let now = tx.now();
    let row = query(UPSERT)
        .bind(organization)
        .bind(JobId::fresh())
        .bind(integration)
        .bind(remote_id)
        .bind(&*fetched.title)
        .bind(&*fetched.location)
        .bind(&*fetched.team)
        .bind(&*fetched.state)
        .bind(fetched.url.as_deref())
        .bind(&*fetched.description)
        .bind(i64::from(PRE_QUALIFIED))
        .bind(now)
        .bind(manager.map(HiringManager::name))
        .bind(manager.map(HiringManager::email))
        .fetch_one(tx.connection())
        .await?;
    let id = row.get_as("id")?;
    tx.tell(organization, Pending::of_job(EventKind::Job, id));
    Ok(id)
}

/// One job.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn read(store: &Store, permit: &Permit<ViewJobs>, id: JobId) -> Result<Job, Error> {
    let mut connection = store.database().reader().await?;
    Seen::by(&mut connection, permit).await?.job(id)?;
    read_in(&mut *connection, permit.organization(), id).await
}

/// The job that the ATS calls so; none if it was never selected.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn by_remote_id(
    store: &Store,
    permit: &Permit<Operate>,
    integration: IntegrationId,
    remote_id: &str,
) -> Result<Option<Job>, Error> {
    let mut connection = store.database().reader().await?;
    let row = query(BY_REMOTE_ID)
        .bind(permit.organization())
        .bind(integration)
        .bind(remote_id)
        .fetch_optional(&mut *connection)
        .await?;
    row.as_ref().map(job).transpose()
}

/// The jobs that came through a connection, also those switched off.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn of_integration(
    store: &Store,
    permit: &Permit<ManageIntegrations>,
    integration: IntegrationId,
) -> Result<Vec<Job>, Error> {
    let mut connection = store.database().reader().await?;
    query(OF_INTEGRATION)
        .bind(permit.organization())
        .bind(integration)
        .fetch_all(&mut *connection)
        .await?
        .iter()
        .map(job)
        .collect()
}

/// Begins or ends processing a job; what is known of it stays.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn set_active(
    store: &Store,
    permit: &Permit<ManageIntegrations>,
    id: JobId,
    active: bool,
) -> Result<(), Error> {
    let mut tx = store.begin().await?;
    set_active_in(&mut tx, permit.organization(), id, active).await?;
    let detail = json!({ "active": active });
    audit::record(&mut tx, permit, "job.set_active", &id.to_string(), &detail).await?;
    tx.commit().await
}

/// What becomes of the candidates of a job that is no longer processed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Candidates {
    /// They stay, with all that is known.
    Keep,
    /// They are forgotten, documents included.
    Purge,
}

/// Ends processing a job. Candidates that are to be forgotten are so a little later, when whatever was under way has ended.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn stop(
    store: &Store,
    permit: &Permit<ManageIntegrations>,
    id: JobId,
    candidates: Candidates,
) -> Result<(), Error> {
    let organization = permit.organization();
    let mut tx = store.begin().await?;
    set_active_in(&mut tx, organization, id, false).await?;
    if candidates == Candidates::Purge {
        let task = Task::new(PURGE_JOB, json!({ "job": id }))
            .keyed(id.to_string())
            .bulk()
            .at(tx.now().after(UNDER_WAY));
        enqueue_in(&mut tx, organization, &task).await?;
    }
    let detail = json!({ "active": false, "purge": candidates == Candidates::Purge });
    audit::record(&mut tx, permit, "job.stop", &id.to_string(), &detail).await?;
    tx.commit().await
}

async fn set_active_in(
    tx: &mut Tx,
    organization: OrganizationId,
    id: JobId,
    active: bool,
) -> Result<(), Error> {
    let changed = query(SET_ACTIVE)
        .bind(organization)
        .bind(id)
        .bind(Flag(active))
        .execute(tx.connection())
        .await?;
    if changed.rows_affected() == 0 {
        return Err(Error::NotFound);
    }
    tx.tell(organization, Pending::of_job(EventKind::Job, id));
    Ok(())
}

/// Sets from how many points a card is *Pre-Qualified*, and queues a screening of every application, which places them anew.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Invalid`] above 100.
pub async fn set_threshold(
    store: &Store,
    permit: &Permit<ScreenCandidates>,
    id: JobId,
    pre_qualified: u8,
) -> Result<(), Error> {
    if pre_qualified > 100 {
        return Err(Error::invalid(
            "pre_qualified",
            "The threshold is a number from 0 to 100.",
        ));
    }
    let organization = permit.organization();
    let mut tx = store.begin().await?;
    let changed = query(SET_THRESHOLD)
        .bind(organization)
        .bind(id)
        .bind(i64::from(pre_qualified))
        .execute(tx.connection())
        .await?;
    if changed.rows_affected() == 0 {
        return Err(Error::NotFound);
    }
    let applications = applications::ids_of_job(tx.connection(), organization, id).await?;
    let tasks = Task::screen_all(&applications);
    enqueue_all(&mut tx, tasks.iter().map(|task| (organization, task))).await?;
    audit::record(
        &mut tx,
        permit,
        "job.set_threshold",
        &id.to_string(),
        &json!({ "pre_qualified": pre_qualified }),
    )
    .await?;
    tx.tell(organization, Pending::of_job(EventKind::Job, id));
    tx.commit().await
}

/// The ATS answered for this job just now.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn synced(store: &Store, permit: &Permit<Operate>, id: JobId) -> Result<(), Error> {
    let mut tx = store.begin().await?;
    let now = tx.now();
    tx.execute(query(SYNCED).bind(permit.organization()).bind(id).bind(now))
        .await?;
    tx.commit().await
}

pub(crate) async fn read_in(
    connection: impl Executor<'_, Database = Any>,
    organization: OrganizationId,
    id: JobId,
) -> Result<Job, Error> {
    let row = query(READ)
        .bind(organization)
        .bind(id)
        .fetch_optional(connection)
        .await?;
    job(&row.ok_or(Error::NotFound)?)
}
