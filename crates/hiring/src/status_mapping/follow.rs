//! Following the ATS: a candidacy that came to another status there moves its card, as a person's move.

use sqlx::query;

use super::learn::insert;
use super::{FetchedStatus, Origin, StatusKey, StatusKind};
use crate::applications::{FetchedApplication, Label};
use crate::db::{RowExt, Tx, statements_block};
use crate::events::Pending;
use crate::placements::Placement;
use crate::{
    ApplicationId, ColumnId, Error, IntegrationId, OrganizationId, placements, write_back,
};

statements_block! {
    LEARNT = "SELECT CAST(CASE WHEN statuses_learnt_at IS NULL THEN 0 ELSE 1 END AS BIGINT) AS learnt FROM integrations WHERE organization_id = $1 AND id = $2";
    LAST = "SELECT CAST(COALESCE(MAX(position), 0) AS BIGINT) AS last FROM statuses WHERE organization_id = $1 AND integration_id = $2";
}

/// Moves the card if the status that was just fetched is another than `before` and is mapped to a column. A new application has no status
/// before: it stands in its column from the beginning.
///
/// `listed`: the column to which the fetched status is mapped, if the status is known. `arrived`: where a card stands that came in this transaction.
///
/// The same status again moves nothing, so that what a person does here afterwards stands. A stage that CLARA itself wrote moves nothing either.
pub(crate) async fn follow(
    tx: &mut Tx,
    organization: OrganizationId,
    application: ApplicationId,
    before: Option<StatusKey>,
    listed: Option<Option<ColumnId>>,
    arrived: Option<&Placement>,
    fetched: &FetchedApplication,
) -> Result<bool, Error> {
    let (Some(integration), Some((kind, label))) = (fetched.integration, fetched.status()) else {
        return Ok(false);
    };
    if before.is_some_and(|before| before.kind == kind && before.id == label.id) {
        return Ok(false);
    }
    // Nothing was written yet of what is new.
    let ours = arrived.is_none()
        && write_back::heard(tx, organization, application, kind, &label.id).await?;
    let to = match listed {
        Some(mapped) => mapped,
        None => {
            add(tx, organization, integration, kind, label).await?;
            None
        }
    };
    match (to.filter(|_| !ours), arrived) {
        (None, _) => Ok(false),
        (Some(to), Some(stands)) => placements::by_ats_from(tx, organization, stands, to).await,
        (Some(to), None) => placements::by_ats(tx, organization, application, to).await,
    }
}

/// Keeps a status that nobody knows yet as unmapped, and admins hear of it.
async fn add(
    tx: &mut Tx,
    organization: OrganizationId,
    integration: IntegrationId,
    kind: StatusKind,
    label: &Label,
) -> Result<(), Error> {
    let learnt = query(LEARNT)
        .bind(organization)
        .bind(integration)
        .fetch_optional(tx.connection())
        .await?;
    // Before the first list came, nothing can be called new.
    if !learnt.ok_or(Error::NotFound)?.flag("learnt")? {
        return Ok(());
    }
    let last: i64 = query(LAST)
        .bind(organization)
        .bind(integration)
        .fetch_one(tx.connection())
        .await?
        .get_as("last")?;
    let status = FetchedStatus {
        kind,
        remote_id: label.id.clone(),
        name: label.text.clone(),
        hired: false,
    };
    let origin = Origin::Unmapped;
    insert(
        tx,
        organization,
        integration,
        &status,
        last + 1,
        None,
        origin,
    )
    .await?;
    tx.tell(organization, Pending::integration());
    Ok(())
}
