//! Screenings: what the engine found, kept with its history. One transaction: screening, card, placement (unless a person placed it), event, note row.

use screening::model::Column;
use sqlx::query;

use crate::applications::materials::input_state;
use crate::applications::{InputState, Settled, compare};
use crate::board::{CardState, Mark};
use crate::columns::ColumnKind;
use crate::db::{Connection, Json, RowExt, Tx, statements_block};
use crate::events::Pending;
use crate::imports::{self, Arrival};
use crate::permission::Operate;
use crate::placements::{placement, placement_columns};
use crate::queue::{Task, enqueue_in};
use crate::token::sha256_hex;
use crate::{
    ApplicationId, ColumnId, Error, IntegrationId, JobId, Millis, OrganizationId, Permit,
    ScreeningId, Store, placements,
};

statements_block! {
    /// With its placement, and the column in which the engine would place it (`$3`).
    APPLICATION = concat!("SELECT a.screening_id, a.state, j.integration_id, s.result_sha256, s.requirement_set_version AS screened_with, \
        a.created_at, a.inputs, j.requirement_set_version, j.pre_qualified, ", placement_columns!(), ", (SELECT b.id FROM board_columns b \
        WHERE b.organization_id = p.organization_id AND b.kind = $3 ORDER BY b.position, b.id LIMIT 1) AS engine_column FROM applications a \
        JOIN placements p ON p.organization_id = a.organization_id AND p.application_id = a.id \
        JOIN jobs j ON j.organization_id = a.organization_id AND j.id = a.job_id \
        LEFT JOIN screenings s ON s.organization_id = a.organization_id AND s.id = a.screening_id \
        WHERE a.organization_id = $1 AND a.id = $2 AND a.removed_at IS NULL");
    JOB = "SELECT job_id FROM applications WHERE organization_id = $1 AND id = $2 AND removed_at IS NULL";
    INSERT = "INSERT INTO screenings (organization_id, id, application_id, requirement_set_version, engine, score, engine_column, result, result_sha256, created_at) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    SHOW = "UPDATE applications SET state = $3, state_reason = $4, screening_id = $5, score = $6, headline = $7, top = $8, missing = $9, flags = $10 \
        WHERE organization_id = $1 AND id = $2";
    SCORING = "UPDATE applications SET state = 'scoring', state_reason = NULL WHERE organization_id = $1 AND id = $2 AND state <> 'scoring'";
    READ = "SELECT id, requirement_set_version, engine, score, engine_column, result, created_at FROM screenings WHERE organization_id = $1 AND id = $2";
    HISTORY = "SELECT id, requirement_set_version, score, created_at FROM screenings WHERE organization_id = $1 AND application_id = $2 ORDER BY created_at, id";
}

/// A screening as the engine gives it.
#[derive(Clone, Debug, PartialEq)]
pub struct NewScreening {
    /// Of which application.
    pub application: ApplicationId,
    /// With which version of the job's requirement set; 0: there was none.
    pub requirement_set_version: i64,
    /// Which engine: name and version.
    pub engine: String,
    /// 0–100; none if nothing could be read.
    pub score: Option<u8>,
    /// Where the engine would place it.
    pub column: Column,
    /// One line of who this is.
    pub headline: String,
    /// Best matches, best first; the card shows three.
    pub top: Vec<Mark>,
    /// Missing must-haves; the card shows two.
    pub missing: Vec<String>,
    /// Warnings: codes such as `hidden_text`.
    pub flags: Vec<String>,
    /// Why there is no score, for people.
    pub unreadable: Option<String>,
    /// The whole result: the text of `screening::Screening` as JSON.
    pub result: String,
    /// Which inputs it was made from; none: those of now.
    pub inputs: Option<InputState>,
}

/// What became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Recorded {
    /// The screening: a new one, or the one that already said the same.
    pub screening: ScreeningId,
    /// It differs from what was known.
    pub changed: bool,
    /// The engine moved the card.
    pub placed: bool,
}

/// A step in the history of scores.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Past {
    /// The screening.
    pub id: ScreeningId,
    /// With which requirement set.
    pub requirement_set_version: i64,
    /// 0–100.
    pub score: Option<u8>,
    /// When.
    pub at: Millis,
}

/// Keeps a screening and all that follows from it. The same result again is the screening it was: a job that ran twice leaves one.
///
/// # Errors
/// [`Error::NotFound`] if the application is not on a board; [`Error::Outdated`] if its inputs changed since they were read.
pub async fn record(
    store: &Store,
    permit: &Permit<Operate>,
    new: &NewScreening,
) -> Result<Recorded, Error> {
    record_settled(store, permit, new, None, None).await
}

/// [`record`], and with it that the application was brought to where the ATS has it: a fetch that broke off before is done again. One that came
/// in by an import is counted.
///
/// # Errors
/// As [`record`].
pub async fn record_settled(
    store: &Store,
    permit: &Permit<Operate>,
    new: &NewScreening,
    settled: Option<Settled>,
    arrival: Option<&Arrival<'_>>,
) -> Result<Recorded, Error> {
    let organization = permit.organization();
    let result_sha256 = sha256_hex(&new.result);
    let mut tx = store.begin().await?;
    tx.alone_on(new.application).await?;
    let row = query(APPLICATION)
        .bind(organization)
        .bind(new.application)
        .bind(ColumnKind::from(new.column))
        .fetch_optional(tx.connection())
        .await?
        .ok_or(Error::NotFound)?;
    if let Some(seen) = new.inputs
        && input_state(&row)? != seen
    {
        return Err(Error::Outdated);
    }
    let job: JobId = row.get_as("job_id")?;
    let same = row.get_as::<Option<String>>("result_sha256")?.as_deref() == Some(&*result_sha256)
        && row.get_as::<Option<i64>>("screened_with")? == Some(new.requirement_set_version);
    let known: Option<ScreeningId> = row.get_as("screening_id")?;
    let screening = match known.filter(|_| same) {
        Some(known) => known,
        None => insert(&mut tx, organization, new, &result_sha256).await?,
    };
    let was_scoring = row.get_as::<CardState>("state")? == CardState::Scoring;
    if !same || was_scoring {
        show(&mut tx, organization, new, screening).await?;
        tx.tell(organization, Pending::card(job, new.application));
    }
    let (stands, to) = (
        placement(&row)?,
        row.get_as::<Option<ColumnId>>("engine_column")?,
    );
    let to = to.ok_or(Error::NotFound)?;
    let placed = placements::by_engine(&mut tx, organization, &stands, to).await?;
    if row
        .get_as::<Option<IntegrationId>>("integration_id")?
        .is_some()
        && new.score.is_some()
    {
        let note = match arrival {
            Some(_) => Task::imported_note(new.application),
            None => Task::note(new.application),
        };
        enqueue_in(&mut tx, organization, &note).await?;
    }
    if let Some(settled) = settled {
        let here_since = row.get_as("created_at")?;
        compare::settle(&mut tx, organization, new.application, here_since, settled).await?;
    }
    if let Some(arrival) = arrival {
        imports::arrived(&mut tx, arrival).await?;
    }
    tx.commit().await?;
    Ok(Recorded {
        screening,
        changed: !same,
        placed,
    })
}

/// Says on the card that the application is being read (again).
///
/// # Errors
/// [`Error::NotFound`] if the application is not on a board.
pub async fn scoring(
    store: &Store,
    permit: &Permit<Operate>,
    application: ApplicationId,
) -> Result<(), Error> {
    let organization = permit.organization();
    let mut tx = store.begin().await?;
    let row = query(JOB)
        .bind(organization)
        .bind(application)
        .fetch_optional(tx.connection())
        .await?
        .ok_or(Error::NotFound)?;
    mark_scoring(&mut tx, organization, row.get_as("job_id")?, application).await?;
    tx.commit().await
}

pub(crate) async fn mark_scoring(
    tx: &mut Tx,
    organization: OrganizationId,
    job: JobId,
    application: ApplicationId,
) -> Result<(), Error> {
    let marked = query(SCORING)
        .bind(organization)
        .bind(application)
        .execute(tx.connection())
        .await?;
    if marked.rows_affected() > 0 {
        tx.tell(organization, Pending::card(job, application));
    }
    Ok(())
}

async fn insert(
    tx: &mut Tx,
    organization: OrganizationId,
    new: &NewScreening,
    sha256: &str,
) -> Result<ScreeningId, Error> {
    let (now, id) = (tx.now(), ScreeningId::fresh());
    tx.execute(
        query(INSERT)
            .bind(organization)
            .bind(id)
            .bind(new.application)
            .bind(new.requirement_set_version)
            .bind(&*new.engine)
            .bind(new.score.map(i64::from))
            .bind(Json(new.column))
            .bind(&*new.result)
            .bind(sha256)
            .bind(now),
    )
    .await?;
    Ok(id)
}

async fn show(
    tx: &mut Tx,
    organization: OrganizationId,
    new: &NewScreening,
    screening: ScreeningId,
) -> Result<(), Error> {
    let state = if new.score.is_some() {
        CardState::Scored
    } else {
        CardState::Unreadable
    };
    tx.execute(
        query(SHOW)
            .bind(organization)
            .bind(new.application)
            .bind(state)
            .bind(new.unreadable.as_deref())
            .bind(screening)
            .bind(new.score.map(i64::from))
            .bind(&*new.headline)
            .bind(Json(&new.top))
            .bind(Json(&new.missing))
            .bind(Json(&new.flags)),
    )
    .await?;
    Ok(())
}

pub(crate) async fn read_in(
    connection: &mut Connection,
    organization: OrganizationId,
    id: ScreeningId,
) -> Result<Option<crate::applications::ScreeningRecord>, Error> {
    let row = query(READ)
        .bind(organization)
        .bind(id)
        .fetch_optional(connection)
        .await?;
    row.map(|row| {
        Ok(crate::applications::ScreeningRecord {
            id: row.get_as("id")?,
            requirement_set_version: row.get_as("requirement_set_version")?,
            engine: row.get_as("engine")?,
            score: points(row.get_as("score")?),
            column: row.json("engine_column")?,
            result: row.json("result")?,
            at: row.get_as("created_at")?,
        })
    })
    .transpose()
}

/// The scores of an application so far, oldest first.
pub(crate) async fn history(
    connection: &mut Connection,
    organization: OrganizationId,
    application: ApplicationId,
) -> Result<Vec<Past>, Error> {
    let rows = query(HISTORY)
        .bind(organization)
        .bind(application)
        .fetch_all(connection)
        .await?;
    rows.iter()
        .map(|row| {
            Ok(Past {
                id: row.get_as("id")?,
                requirement_set_version: row.get_as("requirement_set_version")?,
                score: points(row.get_as("score")?),
                at: row.get_as("created_at")?,
            })
        })
        .collect()
}

pub(crate) fn points(score: Option<i64>) -> Option<u8> {
    score.and_then(|score| u8::try_from(score).ok())
}
