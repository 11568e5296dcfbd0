//! Sets of questions, in versions: what was asked can always be read again.

use questions::QuestionSet;
use serde_json::json;
use sqlx::query;

use super::Scope;
use crate::db::{Connection, Flag, Json, RowExt, Tx, statements_block};
use crate::events::{EventKind, Pending};
use crate::permission::{ManageIntegrations, ViewIntegrations};
use crate::{Error, JobId, OrganizationId, Permit, Store, audit, jobs};

statements_block! {
    NEWEST = "SELECT version, body FROM question_sets WHERE organization_id = $1 AND scope = $2 ORDER BY version DESC LIMIT 1";
    ONE = "SELECT version, body FROM question_sets WHERE organization_id = $1 AND scope = $2 AND version = $3";
    INSERT = "INSERT INTO question_sets (organization_id, scope, version, body, created_by, created_at) VALUES ($1, $2, $3, $4, $5, $6)";
    SET_OWN = "UPDATE jobs SET own_questions = $3 WHERE organization_id = $1 AND id = $2";
    OWN = "SELECT id FROM jobs WHERE organization_id = $1 AND own_questions = 1 ORDER BY id";
}

/// A set of questions as it is asked.
#[derive(Clone, Debug, PartialEq)]
pub struct Version {
    /// 0: the set that every organization begins with, as long as nobody was asked and nobody changed it.
    pub version: i64,
    /// The questions.
    pub set: QuestionSet,
}

/// The set that is asked now. A job without one of its own has the organization's.
///
/// # Errors
/// [`Error::NotFound`] if the job is not here.
pub async fn questions(
    store: &Store,
    permit: &Permit<ViewIntegrations>,
    scope: Scope,
) -> Result<Version, Error> {
    let organization = permit.organization();
    let mut connection = store.database().reader().await?;
    if let Scope::Job(job) = scope {
        jobs::store::read_in(&mut *connection, organization, job).await?;
        if own_in(&mut connection, organization).await?.contains(&job) {
            return newest(&mut connection, organization, scope).await;
        }
    }
    newest(&mut connection, organization, Scope::Organization).await
}

/// The jobs that ask a set of their own.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn own_sets(
    store: &Store,
    permit: &Permit<ViewIntegrations>,
) -> Result<Vec<JobId>, Error> {
    own_in(
        &mut *store.database().reader().await?,
        permit.organization(),
    )
    .await
}

/// Writes a new version, which is asked from now on; a job has a set of its own from then on. Whoever was asked already answers theirs.
///
/// # Errors
/// [`Error::NotFound`] if the job is not here; [`Error::Invalid`] for a set that cannot be asked.
pub async fn write_questions(
    store: &Store,
    permit: &Permit<ManageIntegrations>,
    scope: Scope,
    set: QuestionSet,
) -> Result<i64, Error> {
    let set = set.checked()?;
    let organization = permit.organization();
    let mut tx = store.begin().await?;
    tx.alone_on(format!("{organization}/{scope}")).await?;
    if let Scope::Job(job) = scope {
        set_own(&mut tx, organization, job, true).await?;
    }
    let before = newest(tx.connection(), organization, scope).await?;
    let version = before.version + 1;
    insert(&mut tx, permit, scope, version, &set).await?;
    let detail = json!({ "scope": scope.to_string(), "version": version });
    audit::record(
        &mut tx,
        permit,
        "follow_ups.questions",
        &scope.to_string(),
        &detail,
    )
    .await?;
    tx.tell(organization, Pending::integration());
    tx.commit().await?;
    Ok(version)
}

/// Has a job ask the organization's set again.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn share_questions(
    store: &Store,
    permit: &Permit<ManageIntegrations>,
    job: JobId,
) -> Result<(), Error> {
    let mut tx = store.begin().await?;
    set_own(&mut tx, permit.organization(), job, false).await?;
    audit::record(
        &mut tx,
        permit,
        "follow_ups.share_questions",
        &job.to_string(),
        &json!({}),
    )
    .await?;
    tx.tell(permit.organization(), Pending::integration());
    tx.commit().await
}

/// The set to be asked just now. The one that every organization begins with is written down the first time, so that answers can name it.
pub(super) async fn to_ask(
    tx: &mut Tx,
    organization: OrganizationId,
    scope: Scope,
) -> Result<i64, Error> {
    tx.alone_on(format!("{organization}/{scope}")).await?;
    let found = newest(tx.connection(), organization, scope).await?;
    if found.version > 0 {
        return Ok(found.version);
    }
    let system = tx.store().system(organization);
    insert(tx, &system, scope, 1, &found.set).await?;
    Ok(1)
}

/// A version that somebody was asked.
pub(super) async fn version(
    connection: &mut Connection,
    organization: OrganizationId,
    scope: Scope,
    version: i64,
) -> Result<QuestionSet, Error> {
    query(ONE)
        .bind(organization)
        .bind(scope)
        .bind(version)
        .fetch_optional(connection)
        .await?
        .ok_or(Error::NotFound)?
        .json("body")
}

async fn newest(
    connection: &mut Connection,
    organization: OrganizationId,
    scope: Scope,
) -> Result<Version, Error> {
    let row = query(NEWEST)
        .bind(organization)
        .bind(scope)
        .fetch_optional(connection)
        .await?;
    row.map_or_else(
        || {
            Ok(Version {
                version: 0,
                set: QuestionSet::seeded(),
            })
        },
        |row| {
            Ok(Version {
                version: row.get_as("version")?,
                set: row.json("body")?,
            })
        },
    )
}

async fn own_in(
    connection: &mut Connection,
    organization: OrganizationId,
) -> Result<Vec<JobId>, Error> {
    query(OWN)
        .bind(organization)
        .fetch_all(connection)
        .await?
        .iter()
        .map(|row| row.get_as("id"))
        .collect()
}

async fn insert<C>(
    tx: &mut Tx,
    permit: &Permit<C>,
    scope: Scope,
    version: i64,
    set: &QuestionSet,
) -> Result<(), Error> {
    let now = tx.now();
    tx.execute(
        query(INSERT)
            .bind(permit.organization())
            .bind(scope)
            .bind(version)
            .bind(Json(set))
            .bind(permit.actor().account())
            .bind(now),
    )
    .await?;
    Ok(())
}

async fn set_own(
    tx: &mut Tx,
    organization: OrganizationId,
    job: JobId,
    own: bool,
) -> Result<(), Error> {
    let changed = query(SET_OWN)
        .bind(organization)
        .bind(job)
        .bind(Flag(own))
        .execute(tx.connection())
        .await?;
    if changed.rows_affected() == 0 {
        return Err(Error::NotFound);
    }
    tx.tell(organization, Pending::of_job(EventKind::Job, job));
    Ok(())
}
