//! Placements: which card stands in which column, and since whom. The engine never moves a card that a person placed.

mod many;
pub(crate) mod way;

pub use many::{End, MOST_CARDS, Wish, move_all};
pub(crate) use way::history;
pub use way::{ByDecision, Move};

use serde::{Deserialize, Serialize};
use serde_json::json;
use sqlx::any::AnyRow;
use sqlx::query;
use sqlx::{Any, Executor};

use crate::api_tokens::RequestKey;
use crate::api_tokens::requests::{self, Begun};
use crate::columns::{self, ColumnKind};
use crate::db::{Flag, RowExt, Tx, statements_block, text_enum};
use crate::events::Pending;
use crate::permission::ScreenCandidates;
use crate::queue::{Task, enqueue_in};
use crate::shares::{self, Reviewer};
use crate::{
    AccountId, ApplicationId, ColumnId, Error, IntegrationId, JobId, Millis, MoveId,
    OrganizationId, Permit, RecipientId, Store, audit, notes,
};

/// Where a card (`$2`) of an organization (`$1`) stands, with more columns: of its placement `p`, its application `a`.
macro_rules! placement_and {
    ($more:literal) => {
        concat!(
            "SELECT p.application_id, p.job_id, p.column_id, p.version, p.by_person, p.moved_by, p.moved_at, \
             (SELECT m.decided_by FROM moves m WHERE m.organization_id = p.organization_id AND m.application_id = p.application_id AND m.version = p.version) AS decided_by",
            $more,
            " FROM placements p JOIN applications a ON a.organization_id = p.organization_id AND a.id = p.application_id \
             WHERE p.organization_id = $1 AND p.application_id = $2 AND a.removed_at IS NULL"
        )
    };
}

pub(crate) use placement_and;

statements_block! {
    READ = placement_and!("");
    READ_FOR_ENGINE = placement_and!(", (SELECT b.id FROM board_columns b WHERE b.organization_id = p.organization_id AND b.kind = $3 \
        ORDER BY b.position, b.id LIMIT 1) AS engine_column");
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
    requests::finish(tx, permit, key, &placement).await?;
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

/// A new card stands in `column`, which is *To review*.
pub(crate) async fn arrive(
    tx: &mut Tx,
    organization: OrganizationId,
    job: JobId,
    application: ApplicationId,
    column: ColumnId,
) -> Result<Placement, Error> {
    let now = tx.now();
    tx.later(
        query(INSERT)
            .bind(organization)
            .bind(application)
            .bind(job)
            .bind(column)
            .bind(now),
    )
    .await?;
    let arrival = Step {
        job,
        application,
        from: None,
        to: column,
        version: 1,
        by: By::new(Via::Engine, None),
        reason: None,
    };
    remember(tx, organization, arrival).await?;
    Ok(Placement {
        application,
        job,
        column,
        version: 1,
        by_person: false,
        moved_by: None,
        decided_by: None,
        moved_at: now,
    })
}

/// The engine places a card, unless a person did. True if it moved.
pub(crate) async fn by_engine(
    tx: &mut Tx,
    organization: OrganizationId,
    application: ApplicationId,
    kind: ColumnKind,
) -> Result<bool, Error> {
    let row = query(READ_FOR_ENGINE)
        .bind(organization)
        .bind(application)
        .bind(kind)
        .fetch_optional(tx.connection())
        .await?
        .ok_or(Error::NotFound)?;
    let current = placement(&row)?;
    let to: Option<ColumnId> = row.get_as("engine_column")?;
    let to = to.ok_or(Error::NotFound)?;
    if current.by_person || current.column == to {
        return Ok(false);
    }
    let by = By::new(Via::Engine, None);
    step(tx, organization, &current, to, by, None).await?;
    Ok(true)
}

/// A change in the ATS places a card, as the move of a person who has no account here. True if it moved.
pub(crate) async fn by_ats(
    tx: &mut Tx,
    organization: OrganizationId,
    application: ApplicationId,
    to: ColumnId,
) -> Result<bool, Error> {
    let current = read_in(tx.connection(), organization, application).await?;
    by_ats_from(tx, organization, &current, to).await
}

/// [`by_ats`] for who knows where the card stands.
pub(crate) async fn by_ats_from(
    tx: &mut Tx,
    organization: OrganizationId,
    current: &Placement,
    to: ColumnId,
) -> Result<bool, Error> {
    if current.by_person && current.column == to {
        return Ok(false);
    }
    let by = By::new(Via::Ats, None);
    step(tx, organization, current, to, by, None).await?;
    Ok(true)
}

/// Hiring managers' decisions place a card, or take it back to where it stood: then `holds` says whether a person had placed it there.
/// The note of the decisions tells it.
pub(crate) async fn by_decision(
    tx: &mut Tx,
    current: &Placement,
    to: ColumnId,
    reviewer: &Reviewer,
    holds: bool,
    reason: Option<&str>,
) -> Result<(), Error> {
    let (organization, application) = (reviewer.organization, current.application);
    let by = By {
        via: Via::Person,
        account: reviewer.actor.account(),
        decided_by: Some(reviewer.recipient),
        holds,
    };
    let placement = step(tx, organization, current, to, by, reason).await?;
    tell_ats(tx, organization, application, Told::WithTheDecision).await?;
    let detail = json!({ "from": current.column, "to": to, "version": placement.version, "by_decision_of": reviewer.recipient });
    let (actor, target) = (reviewer.actor, application.to_string());
    audit::record_by(tx, organization, actor, "card.move", &target, &detail).await
}

/// How the ATS hears of a move.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Told {
    ByItsOwnNote,
    WithTheDecision,
}

/// Asks for the note of a person's move, and for the stage that goes with it, once the card has come to rest.
async fn tell_ats(
    tx: &mut Tx,
    organization: OrganizationId,
    application: ApplicationId,
    told: Told,
) -> Result<(), Error> {
    let row = query(TELLS)
        .bind(organization)
        .bind(application)
        .fetch_one(tx.connection())
        .await?;
    if row
        .get_as::<Option<IntegrationId>>("integration_id")?
        .is_none()
    {
        return Ok(());
    }
    let at_rest = tx.now().after(notes::SETTLES);
    if told == Told::ByItsOwnNote {
        let note = Task::status_note(application).at(at_rest);
        enqueue_in(tx, organization, &note).await?;
    }
    if row.flag("write_back")? {
        enqueue_in(tx, organization, &Task::write_back(application).at(at_rest)).await?;
    }
    Ok(())
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

/// Moves the card on by one version.
async fn step(
    tx: &mut Tx,
    organization: OrganizationId,
    current: &Placement,
    to: ColumnId,
    by: By,
    reason: Option<&str>,
) -> Result<Placement, Error> {
    let now = tx.now();
    let application = current.application;
    let moved = query(MOVE)
        .bind(organization)
        .bind(application)
        .bind(current.version)
        .bind(to)
        .bind(Flag(by.holds))
        .bind(by.account)
        .bind(now)
        .execute(tx.connection())
        .await?;
    if moved.rows_affected() == 0 {
        // Only if somebody moves without being alone on the application.
        let current = read_in(tx.connection(), organization, application).await?;
        return Err(Error::Conflict {
            current: Box::new(current),
        });
    }
    let version = current.version + 1;
    let way = Step {
        job: current.job,
        application,
        from: Some(current.column),
        to,
        version,
        by,
        reason,
    };
    remember(tx, organization, way).await?;
    tx.tell(organization, Pending::card(current.job, application));
    Ok(Placement {
        application,
        job: current.job,
        column: to,
        version,
        by_person: by.holds,
        moved_by: by.account,
        decided_by: by.decided_by,
        moved_at: now,
    })
}

/// Who moves a card.
#[derive(Clone, Copy)]
struct By {
    via: Via,
    account: Option<AccountId>,
    decided_by: Option<RecipientId>,
    /// From now on the engine leaves the card.
    holds: bool,
}

impl By {
    fn new(via: Via, account: Option<AccountId>) -> Self {
        Self {
            via,
            account,
            decided_by: None,
            holds: via != Via::Engine,
        }
    }
}

struct Step<'a> {
    job: JobId,
    application: ApplicationId,
    from: Option<ColumnId>,
    to: ColumnId,
    version: i64,
    by: By,
    reason: Option<&'a str>,
}

async fn remember(tx: &mut Tx, organization: OrganizationId, step: Step<'_>) -> Result<(), Error> {
    let now = tx.now();
    tx.later(
        query(INSERT_MOVE)
            .bind(organization)
            .bind(MoveId::fresh())
            .bind(step.application)
            .bind(step.job)
            .bind(step.from)
            .bind(step.to)
            .bind(step.version)
            .bind(step.by.account)
            .bind(step.reason)
            .bind(now)
            .bind(step.by.via)
            .bind(step.by.decided_by),
    )
    .await?;
    Ok(())
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
