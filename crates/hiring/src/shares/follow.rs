//! The card follows decisions, where its job says so: once everybody who was asked since a person last placed it says the same.
//!
//! One who says otherwise, or nothing yet, leaves it where it stands. Who takes back what moved it takes the move back, too. What a recruiter
//! or the ATS did after somebody was asked is never undone by that somebody.

use sqlx::query;

use super::{Decision, Reviewer, live, rules};
use crate::db::{RowExt, Tx, statements_block};
use crate::placements::{self, way};
use crate::{ApplicationId, Error, Millis, RecipientId};

statements_block! {
    ASKED = concat!(
        "SELECT i.recipient_id, i.decision FROM share_items i JOIN share_recipients r ON r.organization_id = i.organization_id AND r.id = i.recipient_id \
         WHERE i.organization_id = $1 AND i.application_id = $2 AND i.acted_at IS NULL AND i.added_at >= $3 AND ",
        live!()
    );
}

/// Moves the card after a decision was made, changed or taken back; `before` is when the one that it replaces was made.
pub(super) async fn follow(
    tx: &mut Tx,
    reviewer: &Reviewer,
    application: ApplicationId,
    before: Option<Millis>,
) -> Result<(), Error> {
    let organization = reviewer.organization;
    let moves = placements::history(tx.connection(), organization, application).await?;
    let asked = query(ASKED)
        .bind(organization)
        .bind(application)
        .bind(way::settled_at(&moves).unwrap_or_default())
        .fetch_all(tx.connection())
        .await?
        .iter()
        .map(|row| Ok((row.get_as("recipient_id")?, row.get_as("decision")?)))
        .collect::<Result<Vec<(RecipientId, Option<Decision>)>, Error>>()?;
    if !asked.iter().any(|(who, _)| *who == reviewer.recipient) {
        return Ok(());
    }
    let rule = rules::read_in(tx.connection(), organization, reviewer.job).await?;
    let agreed = agreed(asked.iter().map(|(_, decision)| *decision));
    let (wanted, reason) = match agreed {
        Some(Decision::Advance) => (rule.advance_to, None),
        Some(Decision::Decline) => (rule.decline_to, rule.decline_reason),
        Some(Decision::NotSure) | None => (None, None),
    };
    let current = placements::read_in(tx.connection(), organization, application).await?;
    let (to, holds) = match (wanted, way::decided(&moves)) {
        (Some(to), _) => (to, true),
        // It was one of those that moved the card.
        (None, Some(moved)) if before.is_some_and(|at| at <= moved.last.at) => {
            (moved.from, moved.held)
        }
        (None, _) => return Ok(()),
    };
    if to == current.column && current.by_person == holds {
        return Ok(());
    }
    placements::by_decision(tx, &current, to, reviewer, holds, reason.as_deref()).await
}

/// What all of them say, if they do.
fn agreed(mut decisions: impl Iterator<Item = Option<Decision>>) -> Option<Decision> {
    let first = decisions.next()??;
    decisions
        .all(|decision| decision == Some(first))
        .then_some(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_who_were_asked_must_say_the_same() {
        use Decision::{Advance, Decline};
        for (decisions, expected) in [
            (vec![], None),
            (vec![Some(Advance)], Some(Advance)),
            (vec![Some(Advance), None], None),
            (vec![None, Some(Advance)], None),
            (vec![Some(Advance), Some(Decline)], None),
            (vec![Some(Decline), Some(Decline)], Some(Decline)),
        ] {
            assert_eq!(
                agreed(decisions.clone().into_iter()),
                expected,
                "{decisions:?}"
            );
        }
    }
}
