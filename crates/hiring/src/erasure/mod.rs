//! Erasure: everything that is kept about somebody goes, in one transaction; files follow as work of the queue. The audit keeps that it happened,
//! with ids alone.
//!
//! On SQLite what is deleted is overwritten (`secure_delete`), and [`sweep`] empties the write-ahead log after it. On PostgreSQL the bytes of deleted
//! rows go with the next vacuum. Backups are out of reach: `docs/operations.md` says what to do about them.

pub(crate) mod tables;

use serde_json::json;
use sqlx::any::AnyRow;
use sqlx::query;

use crate::db::{Dialect, RowExt, Tx, statements_block, text_enum};
use crate::events::{EventKind, Pending};
use crate::permission::{ManageIntegrations, Operate};
use crate::queue::{Task, enqueue_in};
use crate::{
    ApplicationId, CandidateId, Error, IntegrationId, JobId, OrganizationId, Permit, Store,
};
use crate::{audit, files};

/// The kind of the row that removes files which nobody names any more: payload `{"files": [sha256, …]}`.
pub const ERASE_FILES: &str = "erase_files";

/// How many applications a purge takes in one transaction.
const AT_ONCE: i64 = 50;

statements_block! {
    APPLICATION = "SELECT a.id, a.job_id, a.candidate_id, a.remote_id FROM applications a WHERE a.organization_id = $1 AND a.id = $2";
    OF_CANDIDATE = "SELECT a.id, a.job_id, a.candidate_id, a.remote_id FROM applications a WHERE a.organization_id = $1 AND a.candidate_id = \
        (SELECT candidate_id FROM applications WHERE organization_id = $1 AND id = $2) ORDER BY a.id";
    OF_CONNECTION = "SELECT a.id, a.job_id, a.candidate_id, a.remote_id FROM applications a \
        JOIN jobs j ON j.organization_id = a.organization_id AND j.id = a.job_id \
        WHERE a.organization_id = $1 AND j.integration_id = $2 ORDER BY a.id LIMIT $3";
    OF_JOB = "SELECT a.id, a.job_id, a.candidate_id, a.remote_id FROM applications a \
        WHERE a.organization_id = $1 AND a.job_id = $2 ORDER BY a.id LIMIT $3";
    HELD = "SELECT COUNT(*) AS many FROM applications a JOIN jobs j ON j.organization_id = a.organization_id AND j.id = a.job_id \
        WHERE a.organization_id = $1 AND j.integration_id = $2";
    FILES = "SELECT DISTINCT sha256 FROM documents WHERE organization_id = $1 AND application_id = $2 AND sha256 IS NOT NULL";
    TYPED = "SELECT entries, answers FROM follow_ups WHERE organization_id = $1 AND application_id = $2";
    NAMED = "SELECT (SELECT COUNT(*) FROM documents WHERE organization_id = $1 AND sha256 = $2) + \
        (SELECT COUNT(*) FROM follow_ups WHERE organization_id = $1 AND (entries LIKE $3 OR answers LIKE $3)) AS many";
    CANDIDATE = "DELETE FROM candidates WHERE organization_id = $1 AND id = $2 AND NOT EXISTS \
        (SELECT 1 FROM applications a WHERE a.organization_id = candidates.organization_id AND a.candidate_id = candidates.id)";
    CANDIDATES_LEFT = "DELETE FROM candidates WHERE organization_id = $1 AND integration_id = $2 AND NOT EXISTS \
        (SELECT 1 FROM applications a WHERE a.organization_id = candidates.organization_id AND a.candidate_id = candidates.id)";
    MANAGERS_LEFT = "UPDATE jobs SET manager_name = NULL, manager_email = NULL WHERE organization_id = $1 AND integration_id = $2";
    STOP_JOBS = "UPDATE jobs SET active = 0 WHERE organization_id = $1 AND integration_id = $2";
}

text_enum! {
    /// Why somebody was erased.
    pub enum Reason {
        /// The candidacy was deleted in the ATS.
        Deleted = "deleted",
        /// The person was anonymized in the ATS.
        Anonymized = "anonymized",
        /// A person removed what a connection had brought.
        Purged = "purged",
    }
}

/// What is erased at once.
struct Erased {
    application: ApplicationId,
    job: JobId,
    candidate: CandidateId,
    remote_id: Option<String>,
}

/// Erases an application, and its candidate if that was the last one of theirs. One that is not here is erased already.
///
/// # Errors
/// [`Error::Unavailable`]: nothing was erased.
pub async fn application(
    store: &Store,
    permit: &Permit<Operate>,
    application: ApplicationId,
    reason: Reason,
) -> Result<(), Error> {
    these(store, permit, APPLICATION, application, reason).await
}

/// Erases a person: the candidate of an application with all applications of theirs.
///
/// # Errors
/// [`Error::Unavailable`]: nothing was erased.
pub async fn person(
    store: &Store,
    permit: &Permit<Operate>,
    application: ApplicationId,
    reason: Reason,
) -> Result<(), Error> {
    these(store, permit, OF_CANDIDATE, application, reason).await
}

async fn these(
    store: &Store,
    permit: &Permit<Operate>,
    which: &'static str,
    application: ApplicationId,
    reason: Reason,
) -> Result<(), Error> {
    let organization = permit.organization();
    let mut tx = store.begin().await?;
    tx.alone_on(application).await?;
    let rows = query(which)
        .bind(organization)
        .bind(application)
        .fetch_all(tx.connection())
        .await?;
    let erased = rows.iter().map(erased).collect::<Result<Vec<_>, _>>()?;
    erase_all(&mut tx, permit, &erased, reason).await?;
    tx.commit().await
}

/// Asks that everything a connection brought of people is erased; `purge` is the work that does it. Its jobs are no longer processed;
/// what people wrote of them (requirements, thresholds) stays.
///
/// # Errors
/// [`Error::Invalid`] while it is connected: it would all be read again.
pub async fn ask_purge(
    store: &Store,
    permit: &Permit<ManageIntegrations>,
    integration: IntegrationId,
    purge: Task,
) -> Result<(), Error> {
    let organization = permit.organization();
    let known = crate::integrations::read(store, permit, integration).await?;
    if known.state == crate::integrations::IntegrationState::Active {
        return Err(Error::invalid(
            "integration",
            "Disconnect first: what is erased while CLARA is connected would be read again.",
        ));
    }
    let mut tx = store.begin().await?;
    tx.execute(query(STOP_JOBS).bind(organization).bind(integration))
        .await?;
    enqueue_in(&mut tx, organization, &purge).await?;
    audit::record(
        &mut tx,
        permit,
        "integration.purge",
        &integration.to_string(),
        &json!({}),
    )
    .await?;
    tx.tell(organization, Pending::integration());
    tx.commit().await
}

/// Erases some of what a connection brought; whether anything is left.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn purge_some(
    store: &Store,
    permit: &Permit<Operate>,
    integration: IntegrationId,
) -> Result<bool, Error> {
    let organization = permit.organization();
    let mut tx = store.begin().await?;
    let rows = query(OF_CONNECTION)
        .bind(organization)
        .bind(integration)
        .bind(AT_ONCE)
        .fetch_all(tx.connection())
        .await?;
    let some = rows.iter().map(erased).collect::<Result<Vec<_>, _>>()?;
    erase_all(&mut tx, permit, &some, Reason::Purged).await?;
    if some.is_empty() {
        // With the last candidate whoever else the connection named.
        for left in [CANDIDATES_LEFT, MANAGERS_LEFT] {
            tx.execute_at_length(query(left).bind(organization).bind(integration))
                .await?;
        }
        tx.tell(organization, Pending::integration());
    }
    tx.commit().await?;
    Ok(!some.is_empty())
}

/// Erases some of a job's candidates; whether anything is left. A job that is processed again keeps what it has.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn purge_job(store: &Store, permit: &Permit<Operate>, job: JobId) -> Result<bool, Error> {
    let organization = permit.organization();
    let mut tx = store.begin().await?;
    tx.alone_on(job).await?;
    if crate::jobs::store::read_in(tx.connection(), organization, job)
        .await?
        .active
    {
        return Ok(false);
    }
    let rows = query(OF_JOB)
        .bind(organization)
        .bind(job)
        .bind(AT_ONCE)
        .fetch_all(tx.connection())
        .await?;
    let some = rows.iter().map(erased).collect::<Result<Vec<_>, _>>()?;
    erase_all(&mut tx, permit, &some, Reason::Purged).await?;
    tx.commit().await?;
    Ok(!some.is_empty())
}

/// How many applications of a connection are here, also those that left their boards.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn held<C>(
    store: &Store,
    permit: &Permit<C>,
    integration: IntegrationId,
) -> Result<u64, Error> {
    let mut connection = store.database().reader().await?;
    query(HELD)
        .bind(permit.organization())
        .bind(integration)
        .fetch_one(&mut *connection)
        .await?
        .count("many")
}

/// Removes files that no document names any more, then the traces of what was deleted before. Done twice it is done once.
///
/// # Errors
/// [`Error::Unavailable`]: to be done again.
pub async fn sweep(
    store: &Store,
    permit: &Permit<Operate>,
    hashes: &[String],
) -> Result<(), Error> {
    let organization = permit.organization();
    for sha256 in hashes {
        let named = query(NAMED)
            .bind(organization)
            .bind(&**sha256)
            .bind(format!("%{sha256}%"))
            .fetch_one(&mut *store.database().reader().await?)
            .await?
            .count("many")?;
        if named == 0 {
            files::delete(store, organization, sha256.clone()).await?;
        }
    }
    if store.database().dialect() == Dialect::Sqlite {
        store.database().empty_log().await?;
    }
    Ok(())
}

async fn erase_all(
    tx: &mut Tx,
    permit: &Permit<Operate>,
    all: &[Erased],
    reason: Reason,
) -> Result<(), Error> {
    let organization = permit.organization();
    for one in all {
        let files = erase(tx, organization, one).await?;
        let task =
            Task::new(ERASE_FILES, json!({ "files": files })).keyed(one.application.to_string());
        enqueue_in(tx, organization, &task).await?;
        let detail = json!({ "reason": reason, "job": one.job, "candidate": one.candidate, "ats_id": one.remote_id });
        audit::record(
            tx,
            permit,
            "application.erase",
            &one.application.to_string(),
            &detail,
        )
        .await?;
        let gone = Pending::of_application(EventKind::Gone, one.job, one.application);
        tx.tell(organization, gone);
    }
    Ok(())
}

/// The rows of one application; answers the hashes of its files.
async fn erase(
    tx: &mut Tx,
    organization: OrganizationId,
    one: &Erased,
) -> Result<Vec<String>, Error> {
    let mut files = query(FILES)
        .bind(organization)
        .bind(one.application)
        .fetch_all(tx.connection())
        .await?
        .iter()
        .map(|row| row.get_as("sha256"))
        .collect::<Result<Vec<String>, Error>>()?;
    for row in query(TYPED)
        .bind(organization)
        .bind(one.application)
        .fetch_all(tx.connection())
        .await?
    {
        for column in ["entries", "answers"] {
            let typed: Option<String> = row.get_as(column)?;
            hashes(&typed.unwrap_or_default(), &mut files);
        }
    }
    for statement in tables::OF_APPLICATION {
        tx.execute(query(*statement).bind(organization).bind(one.application))
            .await?;
    }
    tx.execute(query(CANDIDATE).bind(organization).bind(one.candidate))
        .await?;
    Ok(files)
}

/// The hashes of files in what somebody typed or sent, whatever its shape.
fn hashes(typed: &str, files: &mut Vec<String>) {
    let words = typed.split(|c: char| !c.is_ascii_alphanumeric());
    let hashes =
        words.filter(|word| word.len() == 64 && word.bytes().all(|byte| byte.is_ascii_hexdigit()));
    files.extend(hashes.map(str::to_owned));
}

fn erased(row: &AnyRow) -> Result<Erased, Error> {
    Ok(Erased {
        application: row.get_as("id")?,
        job: row.get_as("job_id")?,
        candidate: row.get_as("candidate_id")?,
        remote_id: row.get_as("remote_id")?,
    })
}
