//! Several cards in one go: each as it would move alone, in one transaction.

use std::collections::BTreeMap;

use super::{Placement, check_columns, place_in, said};
use crate::permission::ScreenCandidates;
use crate::{ApplicationId, ColumnId, Error, Permit, Store};

/// Most cards of one go: all others who write wait for it on SQLite.
pub const MOST_CARDS: usize = 500;

/// Where one of several cards is to stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wish {
    /// Which card.
    pub application: ApplicationId,
    /// In which column.
    pub to: ColumnId,
    /// The version of its placement that the mover saw.
    pub expected_version: i64,
}

/// How the move of one of several cards ended.
pub type End = (ApplicationId, Result<Placement, Error>);

/// Moves several cards for one reason, each as [`move_to`](super::move_to) does, with its own event, log entry and note. One that cannot
/// be moved does not hold up the others: its answer is the error that a single move gives, [`Error::Conflict`] or [`Error::NotFound`].
/// Answers each card once.
///
/// # Errors
/// Then no card was moved: [`Error::NotFound`] for a column; [`Error::Invalid`] beyond [`MOST_CARDS`] and for a reason beyond
/// 1,000 characters.
pub async fn move_all(
    store: &Store,
    permit: &Permit<ScreenCandidates>,
    wishes: &[Wish],
    reason: Option<&str>,
) -> Result<Vec<End>, Error> {
    if wishes.len() > MOST_CARDS {
        return Err(Error::invalid(
            "applications",
            format!("Move at most {MOST_CARDS} candidates at once."),
        ));
    }
    let reason = said(reason)?;
    // In the order of ids, so that two people who move the same cards cannot wait for each other.
    let wishes: BTreeMap<ApplicationId, Wish> = wishes
        .iter()
        .map(|wish| (wish.application, *wish))
        .collect();
    let columns: Vec<ColumnId> = wishes.values().map(|wish| wish.to).collect();
    let mut tx = store.begin().await?;
    for application in wishes.keys() {
        tx.alone_on(application).await?;
    }
    check_columns(&mut tx, permit.organization(), &columns).await?;
    let mut ends = Vec::with_capacity(wishes.len());
    for (application, wish) in wishes {
        let (to, expected) = (wish.to, wish.expected_version);
        match place_in(&mut tx, permit, application, to, expected, reason).await {
            Err(error) if !matches!(error, Error::Conflict { .. } | Error::NotFound) => {
                return Err(error);
            }
            end => ends.push((application, end)),
        }
    }
    tx.commit().await?;
    Ok(ends)
}
