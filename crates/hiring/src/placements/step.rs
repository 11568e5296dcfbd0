//! One step of a card: its placement, the memory of it, and how the ATS hears of it.

use sqlx::query;

use super::{INSERT_MOVE, MOVE, Placement, TELLS, Via, read_in};
use crate::db::{Flag, RowExt, Tx};
use crate::events::Pending;
use crate::queue::{Task, enqueue_in};
use crate::{
    AccountId, ApplicationId, ColumnId, Error, IntegrationId, JobId, MoveId, OrganizationId,
    RecipientId, notes,
};

/// Who moves a card.
#[derive(Clone, Copy)]
pub(super) struct By {
    pub(super) via: Via,
    pub(super) account: Option<AccountId>,
    pub(super) decided_by: Option<RecipientId>,
    /// From now on the engine leaves the card.
    pub(super) holds: bool,
}

impl By {
    pub(super) fn new(via: Via, account: Option<AccountId>) -> Self {
        Self {
            via,
            account,
            decided_by: None,
            holds: via != Via::Engine,
        }
    }
}

/// One step of its way.
pub(super) struct Step<'a> {
    pub(super) job: JobId,
    pub(super) application: ApplicationId,
    pub(super) from: Option<ColumnId>,
    pub(super) to: ColumnId,
    pub(super) version: i64,
    pub(super) by: By,
    pub(super) reason: Option<&'a str>,
}

/// Moves the card on by one version.
pub(super) async fn step(
    tx: &mut Tx,
    organization: OrganizationId,
    current: &Placement,
    to: ColumnId,
    by: By,
    reason: Option<&str>,
) -> Result<Placement, Error> {
    let now = tx.now();
    let application = current.application;
    let moving = query(MOVE)
        .bind(organization)
        .bind(application)
        .bind(current.version)
        .bind(to)
        .bind(Flag(by.holds))
        .bind(by.account)
        .bind(now);
    if by.via == Via::Engine {
        // Nobody waits for its answer; and if the card went on, the step that follows is there already and fails.
        tx.execute(moving).await?;
    } else if moving.execute(tx.connection()).await?.rows_affected() == 0 {
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

/// Keeps the step in the card's way.
pub(super) async fn remember(
    tx: &mut Tx,
    organization: OrganizationId,
    step: Step<'_>,
) -> Result<(), Error> {
    let now = tx.now();
    tx.execute(
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

/// How the ATS hears of a move.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Told {
    ByItsOwnNote,
    WithTheDecision,
}

/// Asks for the note of a person's move, and for the stage that goes with it, once the card has come to rest.
pub(super) async fn tell_ats(
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
