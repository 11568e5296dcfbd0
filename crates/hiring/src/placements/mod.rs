//! Placements: which card stands in which column, and since whom. The engine never moves a card that a person placed.

mod many;
mod others;
mod step;
pub(crate) mod way;

pub use many::{End, MOST_CARDS, Wish, move_all};
pub(crate) use others::{arrive, by_ats, by_ats_from, by_decision, by_engine};
pub(crate) use way::history;
pub use way::{ByDecision, Move};

use serde::{Deserialize, Serialize};
use serde_json::json;
use sqlx::any::AnyRow;
use sqlx::query;
use sqlx::{Any, Executor};

use crate::api_tokens::RequestKey;
use crate::api_tokens::requests::{self, Begun};
use crate::db::{RowExt, Tx, statements_block, text_enum};
use crate::permission::ScreenCandidates;
use crate::{
    AccountId, ApplicationId, ColumnId, Error, JobId, Millis, OrganizationId, Permit, RecipientId,
    Store, audit, columns, shares,
};
use step::{By, Told, step, tell_ats};

/// The columns that [`placement`] reads: of a placement `p`.
macro_rules! placement_columns {
    () => {
        "p.application_id, p.job_id, p.column_id, p.version, p.by_person, p.moved_by, p.moved_at, \
         (SELECT m.decided_by FROM moves m WHERE m.organization_id = p.organization_id AND m.application_id = p.application_id AND m.version = p.version) AS decided_by"
    };
}

/// Where a card (`$2`) of an organization (`$1`) stands, with more columns: of its placement `p`, its application `a`.
macro_rules! placement_and {
    ($more:literal) => {
        concat!(
            "SELECT ",
            crate::placements::placement_columns!(),
            $more,
            " FROM placements p JOIN applications a ON a.organization_id = p.organization_id AND a.id = p.application_id \
             WHERE p.organization_id = $1 AND p.application_id = $2 AND a.removed_at IS NULL"
        )
    };
}

pub(crate) use {placement_and, placement_columns};

statements_block! {
    READ = placement_and!("");
    INSERT = "INSERT INTO placements (organization_id, application_id, job_id, column_id, version, by_person, moved_by, moved_at) VALUES ($1, $2, $3, $4, 1, 0, NULL, $5)";
    MOVE = "UPDATE placements SET column_id = $4, version = version + 1, by_person = $5, moved_by = $6, moved_at = $7 \
        WHERE organization_id = $1 AND application_id = $2 AND version = $3";
    INSERT_MOVE = "INSERT INTO moves (organization_id, id, application_id, job_id, from_column, to_column, version, moved_by, reason, moved_at, via, decided_by) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
    TELLS = "SELECT j.integration_id, j.write_back FROM placements p JOIN jobs j ON j.organization_id = p.organization_id AND j.id = p.job_id \
        WHERE p.organization_id = $1 AND p.application_id = $2";
}

/// Where a card stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Placement {
    /// Which card.
    pub application: ApplicationId,
    /// On which board.
    pub job: JobId,
    /// In which column.
    pub column: ColumnId,
    /// Grows with every move: give it to [`move_to`].
    pub version: i64,
    /// Whether a person placed it: then the engine leaves it.
    pub by_person: bool,
    /// Who; none: the engine, a change in the ATS, or a hiring manager without an account.
    pub moved_by: Option<AccountId>,
    /// The hiring manager whose decision moved it.
    #[serde(default)]
    pub decided_by: Option<RecipientId>,
    /// When.
    pub moved_at: Millis,
}

text_enum! {
    /// Through whom a card moves.
    pub enum Via {
        /// CLARA's engine.
        Engine = "engine",
        /// A person, here.
        Person = "person",
        /// A change in the ATS, where a person made it.
        Ats = "ats",
    }
}

impl Placement {
    /// Through whom it came there.
    #[must_use]
    pub fn via(&self) -> Via {
        match (
            self.by_person,
            self.moved_by.is_some() || self.decided_by.is_some(),
        ) {
            (false, _) => Via::Engine,
            (true, true) => Via::Person,
            (true, false) => Via::Ats,
        }
    }
}

/// Where a card stands.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn read(
    store: &Store,
    permit: &Permit<ScreenCandidates>,
    application: ApplicationId,
) -> Result<Placement, Error> {
    read_in(
        &mut *store.database().reader().await?,
        permit.organization(),
        application,
    )
    .await
}

/// Moves a card that stands as the mover saw it; from now on the engine leaves it. The same move sent twice is one move, and answers the same.
/// A permit of the system is a change that came from the ATS: a person moved it there.
///
/// # Errors
/// [`Error::Conflict`] with where it stands if it was moved meanwhile; [`Error::NotFound`]; [`Error::Invalid`] for a reason beyond 1,000 characters.
pub async fn move_to(
    store: &Store,
    permit: &Permit<ScreenCandidates>,
    application: ApplicationId,
    to: ColumnId,
    expected_version: i64,
    reason: Option<&str>,
) -> Result<Placement, Error> {
    let mut tx = store.begin().await?;
    let placement = move_in(&mut tx, permit, application, to, expected_version, reason).await?;
    tx.commit().await?;
    Ok(placement)
}

/// [`move_to`] for a program whose request may come twice: the second is answered as the first was, even if the card went on since.
///
/// # Errors
/// As [`move_to`]; [`Error::Invalid`] for a key that another request had.
pub async fn move_once(
    store: &Store,
    permit: &Permit<ScreenCandidates>,
    key: &RequestKey,
    application: ApplicationId,
    to: ColumnId,
    expected_version: i64,
    reason: Option<&str>,
) -> Result<Placement, Error> {
    let request = json!(["move", application, to, expected_version, reason]);
    let mut tx = match requests::begin(store, permit, key, &request).await? {
        Begun::Done(placement) => return Ok(placement),
        Begun::Fresh(tx) => tx,
    };
    let placement = move_in(&mut tx, permit, application, to, expected_version, reason).await?;
    requests::finish(*tx, permit, key, &placement).await?;
    Ok(placement)
}

async fn move_in(
    tx: &mut Tx,
    permit: &Permit<ScreenCandidates>,
    application: ApplicationId,
    to: ColumnId,
    expected_version: i64,
    reason: Option<&str>,
) -> Result<Placement, Error> {
    let reason = said(reason)?;
    tx.alone_on(application).await?;
    check_columns(tx, permit.organization(), &[to]).await?;
    place_in(tx, permit, application, to, expected_version, reason).await
}

/// A reason, if there is one.
fn said(reason: Option<&str>) -> Result<Option<&str>, Error> {
    let reason = reason.map(str::trim).filter(|reason| !reason.is_empty());
    if reason.is_some_and(|reason| reason.chars().count() > 1000) {
        return Err(Error::invalid(
            "reason",
            "Keep the reason under 1,000 characters.",
        ));
    }
    Ok(reason)
}

/// Another organization's columns are not found.
async fn check_columns(
    tx: &mut Tx,
    organization: OrganizationId,
    wanted: &[ColumnId],
) -> Result<(), Error> {
    let columns = columns::all(tx.connection(), organization).await?;
    let known = |id: &ColumnId| columns.iter().any(|column| column.id == *id);
    if wanted.iter().all(known) {
        Ok(())
    } else {
        Err(Error::NotFound)
    }
}

/// Moves a card, for who is alone on the application and knows that the column is one of the organization's.
/// [`Error::Conflict`] and [`Error::NotFound`] leave nothing behind.
async fn place_in(
    tx: &mut Tx,
    permit: &Permit<ScreenCandidates>,
    application: ApplicationId,
    to: ColumnId,
    expected_version: i64,
    reason: Option<&str>,
) -> Result<Placement, Error> {
    let organization = permit.organization();
    let current = read_in(tx.connection(), organization, application).await?;
    let mover = permit.actor().account();
    let via = if mover.is_some() {
        Via::Person
    } else {
        Via::Ats
    };
    if current.version == expected_version + 1
        && current.column == to
        && current.by_person
        && current.moved_by == mover
    {
        return Ok(current);
    }
    if current.version != expected_version {
        return Err(Error::Conflict {
            current: Box::new(current),
        });
    }
    if current.column == to && current.by_person {
        return Ok(current);
    }
    let by = By::new(via, mover);
    let placement = step(tx, organization, &current, to, by, reason).await?;
    if mover.is_some() {
        tell_ats(tx, organization, application, Told::ByItsOwnNote).await?;
    }
    shares::acted_in(tx, organization, application).await?;
    let detail = json!({ "from": current.column, "to": to, "version": placement.version });
    audit::record(tx, permit, "card.move", &application.to_string(), &detail).await?;
    Ok(placement)
}

pub(crate) async fn read_in(
    connection: impl Executor<'_, Database = Any>,
    organization: OrganizationId,
    application: ApplicationId,
) -> Result<Placement, Error> {
    let row = query(READ)
        .bind(organization)
        .bind(application)
        .fetch_optional(connection)
        .await?;
    placement(&row.ok_or(Error::NotFound)?)
}

/// By a row of [`placement_and`].
pub(crate) fn placement(row: &AnyRow) -> Result<Placement, Error> {
    Ok(Placement {
        application: row.get_as("application_id")?,
        job: row.get_as("job_id")?,
        column: row.get_as("column_id")?,
        version: row.get_as("version")?,
        by_person: row.flag("by_person")?,
        moved_by: row.get_as("moved_by")?,
        decided_by: row.get_as("decided_by")?,
        moved_at: row.get_as("moved_at")?,
    })
}
