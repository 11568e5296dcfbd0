//! The mark on the card, made of what hiring managers decided, and that the recruiter went on: from then on a decision stands.

use serde_json::json;
use sqlx::query;

use super::{Decision, Mark, live};
use crate::db::{RowExt, Tx, statements_block};
use crate::events::Pending;
use crate::permission::ShareCandidates;
use crate::{ApplicationId, Error, OrganizationId, Permit, Store, audit};

statements_block! {
    DECIDED = concat!(
        "SELECT i.decision FROM share_items i JOIN share_recipients r ON r.organization_id = i.organization_id AND r.id = i.recipient_id \
         WHERE i.organization_id = $1 AND i.application_id = $2 AND ",
        live!()
    );
    READ = "SELECT job_id, review FROM applications WHERE organization_id = $1 AND id = $2 AND removed_at IS NULL";
    SET = "UPDATE applications SET review = $3 WHERE organization_id = $1 AND id = $2";
    ACT = "UPDATE share_items SET acted_at = $3 WHERE organization_id = $1 AND application_id = $2 AND decision IS NOT NULL AND acted_at IS NULL";
}

/// What several decisions come to; none of an application that is not shared.
pub(super) fn mark(decisions: &[Option<Decision>]) -> Option<Mark> {
    let any = |wanted| decisions.contains(&Some(wanted));
    match (any(Decision::Advance), any(Decision::Decline)) {
        _ if decisions.is_empty() => None,
        (true, true) => Some(Mark::Split),
        (true, false) => Some(Mark::Advanced),
        (false, true) => Some(Mark::Declined),
        (false, false) => Some(Mark::Shared),
    }
}

/// Makes the card say what was decided. Browsers hear of it.
pub(crate) async fn refresh(
    tx: &mut Tx,
    organization: OrganizationId,
    application: ApplicationId,
) -> Result<(), Error> {
    let row = query(READ)
        .bind(organization)
        .bind(application)
        .fetch_optional(tx.connection())
        .await?;
    let Some(row) = row else {
        return Ok(());
    };
    let decisions = query(DECIDED)
        .bind(organization)
        .bind(application)
        .fetch_all(tx.connection())
        .await?
        .iter()
        .map(|row| row.get_as("decision"))
        .collect::<Result<Vec<_>, _>>()?;
    let (was, is) = (row.get_as::<Option<Mark>>("review")?, mark(&decisions));
    if was != is {
        tx.execute(query(SET).bind(organization).bind(application).bind(is))
            .await?;
        tx.tell(
            organization,
            Pending::card(row.get_as("job_id")?, application),
        );
    }
    Ok(())
}

/// A recruiter says that they did what was to be done about the decisions on a candidate: they no longer stand at the top of *Jobs*.
///
/// # Errors
/// [`Error::NotFound`] if nothing was to be done.
pub async fn acted(
    store: &Store,
    permit: &Permit<ShareCandidates>,
    application: ApplicationId,
) -> Result<(), Error> {
    let organization = permit.organization();
    let mut tx = store.begin().await?;
    tx.alone_on(application).await?;
    let row = query(READ)
        .bind(organization)
        .bind(application)
        .fetch_optional(tx.connection())
        .await?
        .ok_or(Error::NotFound)?;
    if !acted_in(&mut tx, organization, application).await? {
        return Err(Error::NotFound);
    }
    let target = application.to_string();
    audit::record(&mut tx, permit, "decision.act", &target, &json!({})).await?;
    tx.tell(
        organization,
        Pending::card(row.get_as("job_id")?, application),
    );
    tx.commit().await
}

/// The recruiter went on with the candidate: what was decided stands. Whether anything was decided.
pub(crate) async fn acted_in(
    tx: &mut Tx,
    organization: OrganizationId,
    application: ApplicationId,
) -> Result<bool, Error> {
    let now = tx.now();
    let acted = query(ACT)
        .bind(organization)
        .bind(application)
        .bind(now)
        .execute(tx.connection())
        .await?;
    Ok(acted.rows_affected() > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_no_beside_a_yes_is_neither() {
        use Decision::{Advance, Decline, NotSure};
        for (decisions, expected) in [
            (vec![], None),
            (vec![None, Some(NotSure)], Some(Mark::Shared)),
            (vec![None, Some(Advance)], Some(Mark::Advanced)),
            (vec![Some(NotSure), Some(Decline)], Some(Mark::Declined)),
            (vec![Some(Advance), Some(Decline)], Some(Mark::Split)),
        ] {
            assert_eq!(mark(&decisions), expected, "{decisions:?}");
        }
    }
}
