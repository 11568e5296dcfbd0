//! Keeping what was fetched: candidate, application, its first placement.

use serde_json::json;
use sqlx::query;

use super::fetched::{FetchedApplication, Shown};
use crate::board::CardState;
use crate::db::{Connection, Json, RowExt, Tx, statements_block};
use crate::events::{EventKind, Pending};
use crate::follow_ups::{self, Standing};
use crate::permission::{Operate, ScreenCandidates};
use crate::queue::{Task, enqueue_in};
use crate::status_mapping::StatusKey;
use crate::{
    ApplicationId, CandidateId, ColumnId, Error, IntegrationId, JobId, Millis, OrganizationId,
    Permit, Store, audit, placements, status_mapping,
};

statements_block! {
    INSERT_CANDIDATE = "INSERT INTO candidates (organization_id, id, name, headline, location, emails, phones, links, created_at, updated_at, integration_id, remote_id) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9, $10, $11)";
    UPDATE_CANDIDATE = "UPDATE candidates SET name = $3, headline = $4, location = $5, emails = $6, phones = $7, links = $8, updated_at = $9 \
        WHERE organization_id = $1 AND id = $2";
    /// The job, the column in which its cards begin; the person (`$5`) and the status (its kind `$6`, its id `$7`) of a connection (`$4`) if they are
    /// known; and the application if it is.
    KNOWN = "SELECT j.active, (SELECT b.id FROM board_columns b WHERE b.organization_id = j.organization_id AND b.kind = 'to_review' \
        ORDER BY b.position, b.id LIMIT 1) AS first_column, \
        (SELECT p.id FROM candidates p WHERE p.organization_id = j.organization_id AND p.integration_id = $4 AND p.remote_id = $5) AS person, \
        s.remote_id AS status, s.column_id AS status_column, \
        a.id, a.candidate_id, a.stage_id, a.stage, a.archived_reason_id, a.archived_reason, a.archived_at, a.source, a.origin, a.url, a.applied_at, \
        a.removed_at, a.remote_application_id, c.name FROM jobs j \
        LEFT JOIN applications a ON a.organization_id = j.organization_id AND a.job_id = j.id AND a.remote_id = $3 \
        LEFT JOIN candidates c ON c.organization_id = a.organization_id AND c.id = a.candidate_id \
        LEFT JOIN statuses s ON s.organization_id = j.organization_id AND s.integration_id = $4 AND s.kind = $6 AND s.remote_id = $7 \
        WHERE j.organization_id = $1 AND j.id = $2";
    INSERT = "INSERT INTO applications (organization_id, id, job_id, candidate_id, remote_id, remote_application_id, stage_id, stage, archived_reason_id, archived_reason, \
        archived_at, source, origin, url, applied_at, created_at, fetched_at, state, headline, top, missing, flags) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $16, $17, '', '[]', '[]', '[]')";
    UPDATE = "UPDATE applications SET candidate_id = $3, remote_application_id = $4, stage_id = $5, stage = $6, archived_reason_id = $7, archived_reason = $8, \
        archived_at = $9, source = $10, origin = $11, url = $12, applied_at = $13, fetched_at = $14, removed_at = NULL, \
        inputs = inputs + CASE WHEN applied_at = $13 THEN 0 ELSE 1 END WHERE organization_id = $1 AND id = $2";
    REMOVE = "UPDATE applications SET removed_at = $3 WHERE organization_id = $1 AND id = $2 AND removed_at IS NULL RETURNING job_id";
    OF_JOB = "SELECT id FROM applications WHERE organization_id = $1 AND job_id = $2 AND removed_at IS NULL ORDER BY created_at, id";
    BY_REMOTE_ID = "SELECT a.id, a.job_id, a.remote_id, a.url, j.integration_id, c.name AS candidate_name, j.title AS job_title, a.removed_at FROM applications a \
        JOIN jobs j ON j.organization_id = a.organization_id AND j.id = a.job_id \
        JOIN candidates c ON c.organization_id = a.organization_id AND c.id = a.candidate_id \
        WHERE a.organization_id = $1 AND j.integration_id = $2 AND a.remote_id = $3 ORDER BY a.created_at, a.id";
    LOCATE = "SELECT a.id, a.job_id, a.remote_id, a.url, j.integration_id, c.name AS candidate_name, j.title AS job_title, a.removed_at FROM applications a \
        JOIN jobs j ON j.organization_id = a.organization_id AND j.id = a.job_id \
        JOIN candidates c ON c.organization_id = a.organization_id AND c.id = a.candidate_id \
        WHERE a.organization_id = $1 AND a.id = $2";
}

/// What became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Upserted {
    /// The application.
    pub application: ApplicationId,
    /// The candidate.
    pub candidate: CandidateId,
    /// It was not known before.
    pub created: bool,
    /// Something that a card or profile shows is different.
    pub changed: bool,
    /// It stands in another stage of the ATS, or was archived or taken back there.
    pub moved: bool,
}

/// Where an application is to be found, here and in the ATS.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Locator {
    /// The application.
    pub application: ApplicationId,
    /// Its job.
    pub job: JobId,
    /// The job's title.
    pub job_title: String,
    /// The candidate's name.
    pub candidate_name: String,
    /// Through which connection it came.
    pub integration: Option<IntegrationId>,
    /// The ATS's id of the candidacy.
    pub remote_id: Option<String>,
    /// Its page in the ATS.
    pub url: Option<String>,
    /// Whether it left the board.
    pub removed: bool,
}

/// Keeps what was fetched. A new application stands in *To review*, being scored; one that was removed comes back. One that came to another stage
/// or archive reason moves to the column that is mapped to it, in the same transaction. Browsers hear of it if anything they show changed.
///
/// # Errors
/// [`Error::NotFound`] if the job is not here, or no longer processed.
pub async fn upsert(
    store: &Store,
    permit: &Permit<Operate>,
    fetched: &FetchedApplication,
) -> Result<Upserted, Error> {
    upsert_standing(store, permit, fetched, None).await
}

/// [`upsert`], with how it stands, where that is known.
///
/// # Errors
/// As [`upsert`].
pub async fn upsert_standing(
    store: &Store,
    permit: &Permit<Operate>,
    fetched: &FetchedApplication,
    standing: Option<Standing>,
) -> Result<Upserted, Error> {
    let organization = permit.organization();
    let mut tx = store.begin().await?;
    if let Some(remote_id) = &fetched.remote_id {
        // A webhook and an import may bring the same one at once.
        tx.alone_on(format!("{}/{remote_id}", fetched.job)).await?;
    }
    if let (Some(integration), Some(person)) = (fetched.integration, &fetched.candidate.remote_id) {
        // And two of the same person at once.
        tx.alone_on(format!("{integration}/{person}")).await?;
    }
    let status = fetched.status();
    let row = query(KNOWN)
        .bind(organization)
        .bind(fetched.job)
        .bind(fetched.remote_id.as_deref())
        .bind(fetched.integration)
        .bind(fetched.candidate.remote_id.as_deref())
        .bind(status.map(|(kind, _)| kind))
        .bind(status.map(|(_, label)| &*label.id))
        .fetch_optional(tx.connection())
        .await?
        .ok_or(Error::NotFound)?;
    if !row.flag("active")? {
        // It was switched off while this was fetched: what is forgotten must not come back.
        return Err(Error::NotFound);
    }
    let known: Option<ApplicationId> = row.get_as("id")?;
    let candidate = keep_candidate(&mut tx, organization, row.get_as("person")?, fetched).await?;
    let before = StatusKey::of(row.get_as("stage_id")?, row.get_as("archived_reason_id")?);
    let mut arrived = None;
    let upserted = match known {
        Some(application) => {
            let changed = shown(&row)? != fetched.shown()
                || row.get_as::<CandidateId>("candidate_id")? != candidate;
            let stands = |column| row.get_as::<Option<String>>(column);
            let moved = stands("stage_id")?.as_ref()
                != fetched.stage.as_ref().map(|stage| &stage.id)
                || stands("archived_reason_id")?.as_ref()
                    != fetched.archived.as_ref().map(|(reason, _)| &reason.id);
            update(&mut tx, organization, application, candidate, fetched).await?;
            Upserted {
                application,
                candidate,
                created: false,
                changed,
                moved,
            }
        }
        None => {
            let application = insert(&mut tx, organization, candidate, fetched).await?;
            let column: Option<ColumnId> = row.get_as("first_column")?;
            let column = column.ok_or(Error::NotFound)?;
            let job = fetched.job;
            arrived =
                Some(placements::arrive(&mut tx, organization, job, application, column).await?);
            Upserted {
                application,
                candidate,
                created: true,
                changed: true,
                moved: false,
            }
        }
    };
    let (application, arrived) = (upserted.application, arrived.as_ref());
    if let Some(standing) = standing {
        follow_ups::asking::stands(&mut tx, organization, application, standing).await?;
    }
    let is_listed = row.get_as::<Option<String>>("status")?.is_some();
    let listed = is_listed.then(|| row.get_as("status_column")).transpose()?;
    status_mapping::follow::follow(
        &mut tx,
        organization,
        application,
        before,
        listed,
        arrived,
        fetched,
    )
    .await?;
    if upserted.changed {
        tx.tell(
            organization,
            Pending::card(fetched.job, upserted.application),
        );
    }
    tx.commit().await?;
    Ok(upserted)
}

/// A person asked that an application is read anew: writes the audit, queues the work.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn resync(
    store: &Store,
    permit: &Permit<ScreenCandidates>,
    application: ApplicationId,
    work: Task,
) -> Result<(), Error> {
    let mut tx = store.begin().await?;
    enqueue_in(&mut tx, permit.organization(), &work).await?;
    let target = application.to_string();
    audit::record(&mut tx, permit, "application.resync", &target, &json!({})).await?;
    tx.commit().await
}

/// Takes an application off the board: deleted in the ATS, or out of our sight there. What is known stays until it is erased.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn remove(
    store: &Store,
    permit: &Permit<Operate>,
    application: ApplicationId,
) -> Result<(), Error> {
    let organization = permit.organization();
    let mut tx = store.begin().await?;
    let now = tx.now();
    let row = query(REMOVE)
        .bind(organization)
        .bind(application)
        .bind(now)
        .fetch_optional(tx.connection())
        .await?;
    if let Some(row) = row {
        tx.tell(
            organization,
            Pending::of_application(EventKind::Gone, row.get_as("job_id")?, application),
        );
    }
    tx.commit().await
}

/// The applications of a candidacy of the ATS: one on each job it stood on.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn by_remote_id(
    store: &Store,
    permit: &Permit<Operate>,
    integration: IntegrationId,
    remote_id: &str,
) -> Result<Vec<Locator>, Error> {
    let mut connection = store.database().reader().await?;
    let rows = query(BY_REMOTE_ID)
        .bind(permit.organization())
        .bind(integration)
        .bind(remote_id)
        .fetch_all(&mut *connection)
        .await?;
    rows.iter().map(locator).collect()
}

/// Where an application is to be found.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn locate(
    store: &Store,
    permit: &Permit<Operate>,
    application: ApplicationId,
) -> Result<Locator, Error> {
    let mut connection = store.database().reader().await?;
    let row = query(LOCATE)
        .bind(permit.organization())
        .bind(application)
        .fetch_optional(&mut *connection)
        .await?;
    locator(&row.ok_or(Error::NotFound)?)
}

pub(super) async fn ids_of_job(
    connection: &mut Connection,
    organization: OrganizationId,
    job: JobId,
) -> Result<Vec<ApplicationId>, Error> {
    query(OF_JOB)
        .bind(organization)
        .bind(job)
        .fetch_all(connection)
        .await?
        .iter()
        .map(|row| row.get_as("id"))
        .collect()
}

fn shown(row: &sqlx::any::AnyRow) -> Result<Shown, Error> {
    const TEXTS: [&str; 9] = [
        "name",
        "remote_application_id",
        "stage_id",
        "stage",
        "archived_reason_id",
        "archived_reason",
        "source",
        "origin",
        "url",
    ];
    let texts = TEXTS
        .iter()
        .map(|column| row.get_as(column))
        .collect::<Result<_, _>>()?;
    let removed: Option<Millis> = row.get_as("removed_at")?;
    Ok((
        texts,
        row.get_as("archived_at")?,
        row.get_as("applied_at")?,
        removed.is_some(),
    ))
}

/// Keeps the person, who may be known.
async fn keep_candidate(
    tx: &mut Tx,
    organization: OrganizationId,
    known: Option<CandidateId>,
    fetched: &FetchedApplication,
) -> Result<CandidateId, Error> {
    let (now, id) = (tx.now(), known.unwrap_or_else(CandidateId::fresh));
    let candidate = &fetched.candidate;
    let statement = known.map_or(INSERT_CANDIDATE, |_| UPDATE_CANDIDATE);
    let mut query = query(statement)
        .bind(organization)
        .bind(id)
        .bind(&*candidate.name)
        .bind(&*candidate.headline)
        .bind(&*candidate.location)
        .bind(Json(&candidate.emails))
        .bind(Json(&candidate.phones))
        .bind(Json(&candidate.links))
        .bind(now);
    if known.is_none() {
        query = query
            .bind(fetched.integration)
            .bind(candidate.remote_id.as_deref());
    }
    tx.execute(query).await?;
    Ok(id)
}

async fn insert(
    tx: &mut Tx,
    organization: OrganizationId,
    candidate: CandidateId,
    fetched: &FetchedApplication,
) -> Result<ApplicationId, Error> {
    let (now, id) = (tx.now(), ApplicationId::fresh());
    let (reason, archived_at) = fetched
        .archived
        .as_ref()
        .map(|(reason, at)| (reason, *at))
        .unzip();
    tx.execute(
        query(INSERT)
            .bind(organization)
            .bind(id)
            .bind(fetched.job)
            .bind(candidate)
            .bind(fetched.remote_id.as_deref())
            .bind(fetched.remote_application_id.as_deref())
            .bind(fetched.stage.as_ref().map(|stage| &*stage.id))
            .bind(fetched.stage.as_ref().map(|stage| &*stage.text))
            .bind(reason.map(|reason| &*reason.id))
            .bind(reason.map(|reason| &*reason.text))
            .bind(archived_at)
            .bind(fetched.source.as_deref())
            .bind(fetched.origin.as_deref())
            .bind(fetched.url.as_deref())
            .bind(fetched.applied_at)
            .bind(now)
            .bind(CardState::Scoring),
    )
    .await?;
    Ok(id)
}

async fn update(
    tx: &mut Tx,
    organization: OrganizationId,
    id: ApplicationId,
    candidate: CandidateId,
    fetched: &FetchedApplication,
) -> Result<(), Error> {
    let now = tx.now();
    let (reason, archived_at) = fetched
        .archived
        .as_ref()
        .map(|(reason, at)| (reason, *at))
        .unzip();
    tx.execute(
        query(UPDATE)
            .bind(organization)
            .bind(id)
            .bind(candidate)
            .bind(fetched.remote_application_id.as_deref())
            .bind(fetched.stage.as_ref().map(|stage| &*stage.id))
            .bind(fetched.stage.as_ref().map(|stage| &*stage.text))
            .bind(reason.map(|reason| &*reason.id))
            .bind(reason.map(|reason| &*reason.text))
            .bind(archived_at)
            .bind(fetched.source.as_deref())
            .bind(fetched.origin.as_deref())
            .bind(fetched.url.as_deref())
            .bind(fetched.applied_at)
            .bind(now),
    )
    .await?;
    Ok(())
}

fn locator(row: &sqlx::any::AnyRow) -> Result<Locator, Error> {
    Ok(Locator {
        application: row.get_as("id")?,
        job: row.get_as("job_id")?,
        job_title: row.get_as("job_title")?,
        candidate_name: row.get_as("candidate_name")?,
        integration: row.get_as("integration_id")?,
        remote_id: row.get_as("remote_id")?,
        url: row.get_as("url")?,
        removed: row.get_as::<Option<Millis>>("removed_at")?.is_some(),
    })
}
