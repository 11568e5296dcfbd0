//! Who places a card beside the people at the board: its arrival, the engine, a change in the ATS, hiring managers' decisions.

use serde_json::json;
use sqlx::query;

use super::step::{By, Step, Told, remember, step, tell_ats};
use super::{INSERT, Placement, Via, read_in};
use crate::db::Tx;
use crate::shares::Reviewer;
use crate::{ApplicationId, ColumnId, Error, JobId, OrganizationId, audit};

/// A new card stands in `column`, which is *To review*.
pub(crate) async fn arrive(
    tx: &mut Tx,
    organization: OrganizationId,
    job: JobId,
    application: ApplicationId,
    column: ColumnId,
) -> Result<Placement, Error> {
    let now = tx.now();
    tx.execute(
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

/// The engine places a card that stands so, unless a person placed it. True if it moved. Who asks was alone on the application when they looked.
pub(crate) async fn by_engine(
    tx: &mut Tx,
    organization: OrganizationId,
    current: &Placement,
    to: ColumnId,
) -> Result<bool, Error> {
    if current.by_person || current.column == to {
        return Ok(false);
    }
    let by = By::new(Via::Engine, None);
    step(tx, organization, current, to, by, None).await?;
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
