//! Write-back: a person's move on a board may also move the stage in the ATS. Off until an Owner switches it on for a job, with a stage for
//! each column that shall have one.
//!
//! A writer asks [`plan`] which stage, looks where the candidacy stands in the ATS, says [`writing`] before it writes and [`written`] after it.
//! The ATS's own news of that stage ([`heard`]) moves no card, so that the two never chase each other.

use serde_json::json;
use sqlx::query;

use crate::db::{Flag, RowExt, Tx, statements_block, text_enum};
use crate::events::{EventKind, Pending};
use crate::notifications::{self, About, NotificationKind};
use crate::permission::{ManageIntegrations, ManageWriteBack, Operate, ViewIntegrations};
use crate::status_mapping::StatusKind;
use crate::{
    ApplicationId, ColumnId, Error, IntegrationId, JobId, Millis, OrganizationId, Permit, Store,
    audit, columns,
};

/// Why write-back ended by itself: the ATS took the permission away.
pub const PERMISSION_LOST: &str = "permission_lost";

statements_block! {
    JOBS = "SELECT id, title, write_back, write_back_ended FROM jobs WHERE organization_id = $1 AND integration_id = $2 AND active = 1 ORDER BY title, id";
    STAGES = "SELECT w.job_id, w.column_id, w.stage_id FROM write_back_stages w JOIN jobs j ON j.organization_id = w.organization_id AND j.id = w.job_id \
        WHERE w.organization_id = $1 AND j.integration_id = $2 ORDER BY w.job_id, w.column_id";
    SWITCH = "UPDATE jobs SET write_back = $3, write_back_ended = NULL WHERE organization_id = $1 AND id = $2 AND active = 1 RETURNING integration_id";
    CLEAR = "DELETE FROM write_back_stages WHERE organization_id = $1 AND job_id = $2";
    CHOOSE = "INSERT INTO write_back_stages (organization_id, job_id, column_id, stage_id) VALUES ($1, $2, $3, $4)";
    STAGE_IS_HERE = "SELECT remote_id FROM statuses WHERE organization_id = $1 AND integration_id = $2 AND kind = 'stage' AND remote_id = $3 AND gone_at IS NULL";
    END = "UPDATE jobs SET write_back = 0, write_back_ended = $3 WHERE organization_id = $1 AND integration_id = $2 AND write_back = 1 RETURNING id";
    ANY = "SELECT id FROM jobs WHERE organization_id = $1 AND integration_id = $2 AND write_back = 1 LIMIT 1";
    PLAN = "SELECT p.version, p.moved_at, w.stage_id, x.version AS known, x.state, x.sent_at FROM placements p \
        JOIN applications a ON a.organization_id = p.organization_id AND a.id = p.application_id \
        JOIN jobs j ON j.organization_id = p.organization_id AND j.id = p.job_id \
        JOIN write_back_stages w ON w.organization_id = p.organization_id AND w.job_id = p.job_id AND w.column_id = p.column_id \
        LEFT JOIN written_stages x ON x.organization_id = p.organization_id AND x.application_id = p.application_id \
        WHERE p.organization_id = $1 AND p.application_id = $2 AND (p.moved_by IS NOT NULL OR EXISTS (SELECT 1 FROM moves m WHERE m.organization_id = p.organization_id \
        AND m.application_id = p.application_id AND m.version = p.version AND m.decided_by IS NOT NULL)) AND j.write_back = 1 AND j.active = 1 \
        AND a.removed_at IS NULL AND a.archived_reason_id IS NULL";
    WRITING = "INSERT INTO written_stages (organization_id, application_id, stage_id, version, state, sent_at) VALUES ($1, $2, $3, $4, 'writing', $5) \
        ON CONFLICT (organization_id, application_id) DO UPDATE SET stage_id = excluded.stage_id, version = excluded.version, state = 'writing', sent_at = excluded.sent_at";
    WRITTEN = "UPDATE written_stages SET state = 'written' WHERE organization_id = $1 AND application_id = $2 AND version = $3 AND state = 'writing'";
    NOT_WRITTEN = "DELETE FROM written_stages WHERE organization_id = $1 AND application_id = $2 AND version = $3 AND state = 'writing'";
    HEARD = "UPDATE written_stages SET state = 'heard' WHERE organization_id = $1 AND application_id = $2 AND state <> 'heard' RETURNING stage_id";
}

text_enum! {
    /// How far a stage came.
    pub enum WriteState {
        /// Sent, perhaps: look before sending again.
        Writing = "writing",
        /// The ATS took it.
        Written = "written",
        /// The ATS's news of it, or of a later change, came back.
        Heard = "heard",
    }
}

/// A job's write-back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WriteBack {
    /// The job.
    pub job: JobId,
    /// Its title.
    pub title: String,
    /// Whether it is on.
    pub on: bool,
    /// Why it ended by itself: a code.
    pub ended: Option<String>,
    /// The ATS's stage of a column; columns without one move nothing there.
    pub stages: Vec<(ColumnId, String)>,
}

/// The stage that a card's column stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// The ATS's id of it.
    pub stage: String,
    /// Of the placement that it is written for.
    pub version: i64,
    /// When the card came there.
    pub moved_at: Millis,
    /// When a stage was sent last, this or an earlier one, if nobody knows whether it arrived.
    pub sent_at: Option<Millis>,
}

/// The write-back of every processed job of a connection.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn list(
    store: &Store,
    permit: &Permit<ViewIntegrations>,
    integration: IntegrationId,
) -> Result<Vec<WriteBack>, Error> {
    let organization = permit.organization();
    let mut connection = store.database().reader().await?;
    let mut all = Vec::new();
    for row in query(JOBS)
        .bind(organization)
        .bind(integration)
        .fetch_all(&mut *connection)
        .await?
    {
        all.push(WriteBack {
            job: row.get_as("id")?,
            title: row.get_as("title")?,
            on: row.flag("write_back")?,
            ended: row.get_as("write_back_ended")?,
            stages: Vec::new(),
        });
    }
    for row in query(STAGES)
        .bind(organization)
        .bind(integration)
        .fetch_all(&mut *connection)
        .await?
    {
        let job: JobId = row.get_as("job_id")?;
        if let Some(of) = all.iter_mut().find(|of| of.job == job) {
            of.stages
                .push((row.get_as("column_id")?, row.get_as("stage_id")?));
        }
    }
    Ok(all)
}

/// Switches a job's write-back on with these stages, or off. That the ATS grants it is the caller's to know.
///
/// # Errors
/// [`Error::NotFound`] for a job, column or stage that is not here; [`Error::Invalid`] for *on* without a stage.
pub async fn switch(
    store: &Store,
    permit: &Permit<ManageWriteBack>,
    job: JobId,
    on: bool,
    stages: &[(ColumnId, String)],
) -> Result<(), Error> {
    if on && stages.is_empty() {
        return Err(Error::invalid(
            "stages",
            "Choose a stage for at least one column, or leave write-back off. Nothing was changed.",
        ));
    }
    let organization = permit.organization();
    let mut tx = store.begin().await?;
    tx.alone_on(job).await?;
    let row = query(SWITCH)
        .bind(organization)
        .bind(job)
        .bind(Flag(on))
        .fetch_optional(tx.connection())
        .await?
        .ok_or(Error::NotFound)?;
    let integration: Option<IntegrationId> = row.get_as("integration_id")?;
    let integration = integration.ok_or(Error::NotFound)?;
    tx.execute(query(CLEAR).bind(organization).bind(job))
        .await?;
    let board = columns::all(tx.connection(), organization).await?;
    for (column, stage) in stages {
        let known = query(STAGE_IS_HERE)
            .bind(organization)
            .bind(integration)
            .bind(&**stage)
            .fetch_optional(tx.connection())
            .await?;
        if known.is_none() || !board.iter().any(|known| known.id == *column) {
            return Err(Error::NotFound);
        }
        tx.execute(
            query(CHOOSE)
                .bind(organization)
                .bind(job)
                .bind(*column)
                .bind(&**stage),
        )
        .await?;
    }
    let detail = json!({ "on": on, "stages": stages });
    audit::record(
        &mut tx,
        permit,
        "write_back.switch",
        &job.to_string(),
        &detail,
    )
    .await?;
    tx.tell(organization, Pending::of_job(EventKind::Job, job));
    tx.commit().await
}

/// Switches write-back off for all jobs of a connection: `reason` is a code that admins see explained. Answers how many.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn end(
    store: &Store,
    permit: &Permit<ManageIntegrations>,
    integration: IntegrationId,
    reason: &str,
) -> Result<usize, Error> {
    let organization = permit.organization();
    let mut tx = store.begin().await?;
    let ended = query(END)
        .bind(organization)
        .bind(integration)
        .bind(reason)
        .fetch_all(tx.connection())
        .await?;
    for row in &ended {
        let job: JobId = row.get_as("id")?;
        let detail = json!({ "reason": reason });
        audit::record(&mut tx, permit, "write_back.end", &job.to_string(), &detail).await?;
        tx.tell(organization, Pending::of_job(EventKind::Job, job));
    }
    if !ended.is_empty() {
        let (kind, about) = (NotificationKind::IntegrationTrouble, About::default());
        notifications::add_for::<ManageWriteBack>(&mut tx, organization, kind, &about).await?;
        tx.tell(organization, Pending::integration());
    }
    tx.commit().await?;
    Ok(ended.len())
}

/// Whether any job of a connection writes back: then consent must be asked for that too.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn is_used<C>(
    store: &Store,
    permit: &Permit<C>,
    integration: IntegrationId,
) -> Result<bool, Error> {
    let mut connection = store.database().reader().await?;
    let row = query(ANY)
        .bind(permit.organization())
        .bind(integration)
        .fetch_optional(&mut *connection)
        .await?;
    Ok(row.is_some())
}

/// Which stage is to be written for where a card stands now; none if nobody here moved it, if its column has no stage, or if that move
/// was written already.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn plan(
    store: &Store,
    permit: &Permit<Operate>,
    application: ApplicationId,
) -> Result<Option<Plan>, Error> {
    let mut connection = store.database().reader().await?;
    let row = query(PLAN)
        .bind(permit.organization())
        .bind(application)
        .fetch_optional(&mut *connection)
        .await?;
    let Some(row) = row else {
        return Ok(None);
    };
    let version: i64 = row.get_as("version")?;
    let known: Option<i64> = row.get_as("known")?;
    let unsure = row.get_as::<Option<WriteState>>("state")? == Some(WriteState::Writing);
    if known == Some(version) && !unsure {
        return Ok(None);
    }
    Ok(Some(Plan {
        stage: row.get_as("stage_id")?,
        version,
        moved_at: row.get_as("moved_at")?,
        sent_at: row.get_as::<Option<Millis>>("sent_at")?.filter(|_| unsure),
    }))
}

/// Before the stage is written: from now on the ATS's news of it is the echo of this.
///
/// # Errors
/// [`Error::Unavailable`]: do not write.
pub async fn writing(
    store: &Store,
    permit: &Permit<Operate>,
    application: ApplicationId,
    plan: &Plan,
) -> Result<(), Error> {
    let mut tx = store.begin().await?;
    tx.alone_on(application).await?;
    let now = tx.now();
    tx.execute(
        query(WRITING)
            .bind(permit.organization())
            .bind(application)
            .bind(&*plan.stage)
            .bind(plan.version)
            .bind(now),
    )
    .await?;
    tx.commit().await
}

/// It stands there.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn written(
    store: &Store,
    permit: &Permit<Operate>,
    application: ApplicationId,
    version: i64,
) -> Result<(), Error> {
    settle(store, permit, application, version, WRITTEN).await
}

/// The ATS surely did not take it.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn not_written(
    store: &Store,
    permit: &Permit<Operate>,
    application: ApplicationId,
    version: i64,
) -> Result<(), Error> {
    settle(store, permit, application, version, NOT_WRITTEN).await
}

async fn settle(
    store: &Store,
    permit: &Permit<Operate>,
    application: ApplicationId,
    version: i64,
    statement: &'static str,
) -> Result<(), Error> {
    let mut tx = store.begin().await?;
    tx.execute(
        query(statement)
            .bind(permit.organization())
            .bind(application)
            .bind(version),
    )
    .await?;
    tx.commit().await
}

/// The ATS's news of another status came: whether it is the echo of what CLARA wrote. Asked once for each change.
pub(crate) async fn heard(
    tx: &mut Tx,
    organization: OrganizationId,
    application: ApplicationId,
    kind: StatusKind,
    status: &str,
) -> Result<bool, Error> {
    let row = query(HEARD)
        .bind(organization)
        .bind(application)
        .fetch_optional(tx.connection())
        .await?;
    let stage: Option<String> = row.map(|row| row.get_as("stage_id")).transpose()?;
    Ok(kind == StatusKind::Stage && stage.as_deref() == Some(status))
}
