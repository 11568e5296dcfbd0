//! Imports: how far the applications of a job have come in. Counted by application, so that one fetched twice counts once.

pub(crate) mod estimates;

use std::time::Duration;

use sqlx::any::AnyRow;
use sqlx::query;
use sqlx::{Any, Executor};

use crate::db::{Connection, RowExt, Tx, statements_block, text_enum};
use crate::events::{EventKind, Pending};
use crate::notifications::{self, About, NotificationKind};
use crate::permission::{ManageIntegrations, Operate, ViewJobs};
use crate::queue::{Leased, Task, done_in, enqueue_in};
use crate::{Error, ImportId, JobId, Millis, OrganizationId, Permit, Store};

pub use estimates::{Estimate, Selected, per_application, selected, tell};

/// How many applications are expected in one transaction: on SQLite all others that write wait for it.
const AT_ONCE: usize = 25;

/// The columns an [`Import`] is read from.
macro_rules! import_columns {
    () => {
        "id, job_id, state, total, done, failed, error, started_at, updated_at, finished_at"
    };
}

/// Only for an application (`$4`) that was not counted yet.
macro_rules! if_waiting {
    () => {
        "AND EXISTS (SELECT 1 FROM import_items i WHERE i.organization_id = $1 AND i.import_id = $2 AND i.remote_id = $4 AND i.state = 'waiting')"
    };
}

statements_block! {
    RUNNING = concat!("SELECT ", import_columns!(), " FROM imports WHERE organization_id = $1 AND state = 'running' ORDER BY id");
    RUNNING_OF = concat!("SELECT ", import_columns!(), " FROM imports WHERE organization_id = $1 AND job_id = $2 AND state = 'running' ORDER BY id DESC");
    NEWEST_OF = concat!("SELECT ", import_columns!(), " FROM imports WHERE organization_id = $1 AND job_id = $2 ORDER BY id DESC LIMIT 1");
    READ = concat!("SELECT ", import_columns!(), " FROM imports WHERE organization_id = $1 AND id = $2");
    START = "INSERT INTO imports (organization_id, id, job_id, state, done, failed, started_at, updated_at) VALUES ($1, $2, $3, $4, 0, 0, $5, $5)";
    EXPECT = "INSERT INTO import_items (organization_id, import_id, remote_id, state) VALUES ($1, $2, $3, 'waiting') \
        ON CONFLICT (organization_id, import_id, remote_id) DO NOTHING";
    TOTAL = "UPDATE imports SET total = $3, updated_at = $4 WHERE organization_id = $1 AND id = $2 AND state = 'running'";
    SETTLE_ITEM = "UPDATE import_items SET state = $4 WHERE organization_id = $1 AND import_id = $2 AND remote_id = $3";
    COUNT_DONE = concat!("UPDATE imports SET done = done + 1, updated_at = $3 WHERE organization_id = $1 AND id = $2 ", if_waiting!(), " RETURNING ", import_columns!());
    COUNT_FAILED = concat!("UPDATE imports SET failed = failed + 1, updated_at = $3 WHERE organization_id = $1 AND id = $2 ", if_waiting!(), " RETURNING ", import_columns!());
    FINISH = "UPDATE imports SET state = $3, error = $4, updated_at = $5, finished_at = $5 WHERE organization_id = $1 AND id = $2 AND state = 'running'";
    FORGET_ITEMS = "DELETE FROM import_items WHERE organization_id = $1 AND import_id = $2";
}

text_enum! {
    /// Where an import stands.
    pub enum ImportState {
        /// Under way.
        Running = "running",
        /// All came in.
        Finished = "finished",
        /// Given up; says why.
        Failed = "failed",
    }
}

/// An import.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Import {
    /// Id.
    pub id: ImportId,
    /// Of which job.
    pub job: JobId,
    /// Where it stands.
    pub state: ImportState,
    /// How many there are; none while they are being counted.
    pub total: Option<u64>,
    /// How many came in.
    pub done: u64,
    /// How many could not.
    pub failed: u64,
    /// Why it was given up: a code.
    pub error: Option<String>,
    /// When it began.
    pub started_at: Millis,
    /// When something came in last.
    pub updated_at: Millis,
    /// When it ended.
    pub finished_at: Option<Millis>,
}

impl Import {
    /// Applications per second so far; 0 before the first.
    #[must_use]
    pub fn rate(&self, now: Millis) -> f64 {
        let until = self.finished_at.unwrap_or(now);
        rate(self.done + self.failed, until.since(self.started_at))
    }

    /// How long it will take still, at that rate; none while nobody can know.
    #[must_use]
    pub fn eta(&self, now: Millis) -> Option<Duration> {
        let left = self.total?.saturating_sub(self.done + self.failed);
        if self.state == ImportState::Running {
            eta(left, self.rate(now))
        } else {
            None
        }
    }
}

/// Items per second.
#[must_use]
#[expect(
    clippy::cast_precision_loss,
    reason = "counts of applications are far below 2^52"
)]
pub fn rate(items: u64, elapsed: Duration) -> f64 {
    // Under a second says nothing yet.
    items as f64 / elapsed.as_secs_f64().max(1.0)
}

/// The time that `left` items take, to the second above; none at no rate.
#[must_use]
#[expect(
    clippy::cast_precision_loss,
    reason = "counts of applications are far below 2^52"
)]
pub fn eta(left: u64, rate: f64) -> Option<Duration> {
    if left == 0 {
        return Some(Duration::ZERO);
    }
    Duration::try_from_secs_f64((left as f64 / rate).ceil()).ok()
}

/// Begins an import of a job, or answers the one that is under way.
///
/// # Errors
/// [`Error::NotFound`] if the job is not here.
pub async fn start(store: &Store, permit: &Permit<Operate>, job: JobId) -> Result<Import, Error> {
    let organization = permit.organization();
    let mut tx = store.begin().await?;
    let now = tx.now();
    tx.alone_on(job).await?;
    crate::jobs::store::read_in(tx.connection(), organization, job).await?;
    if let Some(row) = query(RUNNING_OF)
        .bind(organization)
        .bind(job)
        .fetch_optional(tx.connection())
        .await?
    {
        return import(&row);
    }
    let id = ImportId::fresh();
    tx.execute(
        query(START)
            .bind(organization)
            .bind(id)
            .bind(job)
            .bind(ImportState::Running)
            .bind(now),
    )
    .await?;
    tx.tell(organization, Pending::of_job(EventKind::Import, job));
    let begun = read_in(tx.connection(), organization, id).await?;
    tx.commit().await?;
    Ok(begun)
}

/// Says which applications are expected (their ids in the ATS), each with the work that brings it in. One that is known is not expected twice:
/// its work is queued already, or done. Call it for each page of the list.
///
/// # Errors
/// [`Error::Unavailable`]: some may be expected already; call it again for all of them.
pub async fn expect(
    store: &Store,
    permit: &Permit<Operate>,
    id: ImportId,
    applications: &[(String, Task)],
) -> Result<(), Error> {
    let organization = permit.organization();
    for some in applications.chunks(AT_ONCE) {
        let mut tx = store.begin().await?;
        for (remote_id, task) in some {
            let fresh = query(EXPECT)
                .bind(organization)
                .bind(id)
                .bind(&**remote_id)
                .execute(tx.connection())
                .await?;
            if fresh.rows_affected() == 1 {
                enqueue_in(&mut tx, organization, task).await?;
            }
        }
        tx.commit().await?;
    }
    Ok(())
}

/// All are expected now: how many there are. With none, the import is finished.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn counted(
    store: &Store,
    permit: &Permit<Operate>,
    id: ImportId,
    total: u64,
) -> Result<(), Error> {
    let organization = permit.organization();
    let mut tx = store.begin().await?;
    let now = tx.now();
    tx.alone_on(id).await?;
    let total = i64::try_from(total).unwrap_or(i64::MAX);
    tx.execute(
        query(TOTAL)
            .bind(organization)
            .bind(id)
            .bind(total)
            .bind(now),
    )
    .await?;
    let import = read_in(tx.connection(), organization, id).await?;
    settled(&mut tx, organization, &import).await?;
    tx.commit().await
}

/// One application came in, or cannot. Said twice counts once; the last one finishes the import.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn progress(
    store: &Store,
    permit: &Permit<Operate>,
    id: ImportId,
    remote_id: &str,
    came_in: bool,
) -> Result<(), Error> {
    let mut tx = store.begin().await?;
    count(&mut tx, permit.organization(), id, remote_id, came_in).await?;
    tx.commit().await
}

/// An application that came in.
#[derive(Clone, Copy, Debug)]
pub struct Arrival<'a> {
    /// By which import.
    pub import: ImportId,
    /// The ATS's id of it.
    pub remote_id: &'a str,
    /// The row of the queue that was to bring it, and is done with that.
    pub row: &'a Leased,
}

/// Counts an application that came in.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn came_in(store: &Store, arrival: &Arrival<'_>) -> Result<(), Error> {
    let mut tx = store.begin().await?;
    arrived(&mut tx, arrival).await?;
    tx.commit().await
}

/// [`came_in`] in the transaction of the work's last step.
pub(crate) async fn arrived(tx: &mut Tx, arrival: &Arrival<'_>) -> Result<(), Error> {
    let (organization, id) = (arrival.row.organization, arrival.import);
    count(tx, organization, id, arrival.remote_id, true).await?;
    done_in(tx, arrival.row).await?;
    Ok(())
}

async fn count(
    tx: &mut Tx,
    organization: OrganizationId,
    id: ImportId,
    remote_id: &str,
    came_in: bool,
) -> Result<(), Error> {
    let now = tx.now();
    tx.alone_on(id).await?;
    let (statement, state) = if came_in {
        (COUNT_DONE, "done")
    } else {
        (COUNT_FAILED, "failed")
    };
    let counted = query(statement)
        .bind(organization)
        .bind(id)
        .bind(now)
        .bind(remote_id)
        .fetch_optional(tx.connection())
        .await?;
    let Some(counted) = counted else {
        return Ok(());
    };
    tx.execute(
        query(SETTLE_ITEM)
            .bind(organization)
            .bind(id)
            .bind(remote_id)
            .bind(state),
    )
    .await?;
    settled(tx, organization, &import(&counted)?).await
}

/// Ends an import: with an error code it is given up.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn finish(
    store: &Store,
    permit: &Permit<Operate>,
    id: ImportId,
    error: Option<&str>,
) -> Result<(), Error> {
    let mut tx = store.begin().await?;
    tx.alone_on(id).await?;
    let import = read_in(tx.connection(), permit.organization(), id).await?;
    end(&mut tx, permit.organization(), &import, error).await?;
    tx.commit().await
}

/// The newest import of a job, running or over.
///
/// # Errors
/// [`Error::NotFound`] for a hiring manager.
pub async fn read(
    store: &Store,
    permit: &Permit<ViewJobs>,
    job: JobId,
) -> Result<Option<Import>, Error> {
    permit.sees_unshared()?;
    let mut connection = store.database().reader().await?;
    query(NEWEST_OF)
        .bind(permit.organization())
        .bind(job)
        .fetch_optional(&mut *connection)
        .await?
        .as_ref()
        .map(import)
        .transpose()
}

pub(crate) async fn running(
    connection: &mut Connection,
    organization: OrganizationId,
) -> Result<Vec<Import>, Error> {
    query(RUNNING)
        .bind(organization)
        .fetch_all(connection)
        .await?
        .iter()
        .map(import)
        .collect()
}

/// Tells how far it is, and ends it with its last application.
async fn settled(tx: &mut Tx, organization: OrganizationId, import: &Import) -> Result<(), Error> {
    tx.tell(organization, Pending::of_job(EventKind::Import, import.job));
    if import
        .total
        .is_some_and(|total| import.done + import.failed >= total)
    {
        end(tx, organization, import, None).await?;
    }
    Ok(())
}

async fn end(
    tx: &mut Tx,
    organization: OrganizationId,
    import: &Import,
    error: Option<&str>,
) -> Result<(), Error> {
    let now = tx.now();
    let state = if error.is_none() {
        ImportState::Finished
    } else {
        ImportState::Failed
    };
    tx.execute(
        query(FINISH)
            .bind(organization)
            .bind(import.id)
            .bind(state)
            .bind(error)
            .bind(now),
    )
    .await?;
    tx.execute(query(FORGET_ITEMS).bind(organization).bind(import.id))
        .await?;
    tx.tell(organization, Pending::of_job(EventKind::Import, import.job));
    let about = About {
        job: Some(import.job),
        ..About::default()
    };
    let kind = NotificationKind::ImportFinished;
    notifications::add_for::<ManageIntegrations>(tx, organization, kind, &about).await
}

async fn read_in(
    connection: impl Executor<'_, Database = Any>,
    organization: OrganizationId,
    id: ImportId,
) -> Result<Import, Error> {
    import(
        &query(READ)
            .bind(organization)
            .bind(id)
            .fetch_optional(connection)
            .await?
            .ok_or(Error::NotFound)?,
    )
}

fn import(row: &AnyRow) -> Result<Import, Error> {
    Ok(Import {
        id: row.get_as("id")?,
        job: row.get_as("job_id")?,
        state: row.get_as("state")?,
        total: row
            .get_as::<Option<i64>>("total")?
            .and_then(|total| u64::try_from(total).ok()),
        done: row.count("done")?,
        failed: row.count("failed")?,
        error: row.get_as("error")?,
        started_at: row.get_as("started_at")?,
        updated_at: row.get_as("updated_at")?,
        finished_at: row.get_as("finished_at")?,
    })
}
