//! What decisions do to a card, as its job says: nothing but the mark, or a move.

use serde_json::json;
use sqlx::query;

use crate::columns::{self, ColumnKind};
use crate::db::{Connection, RowExt, statements_block};
use crate::events::{EventKind, Pending};
use crate::permission::ShareCandidates;
use crate::{ColumnId, Error, JobId, OrganizationId, Permit, Store, audit};

/// Longest reason of a rejection, in characters.
pub const REASON_CHARS: usize = 500;

statements_block! {
    READ = "SELECT advance_to, decline_to, decline_reason FROM jobs WHERE organization_id = $1 AND id = $2";
    SET = "UPDATE jobs SET advance_to = $3, decline_to = $4, decline_reason = $5 WHERE organization_id = $1 AND id = $2";
}

/// Where a card goes once everybody who was asked says the same; without a column it stays and has its mark.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rule {
    /// When they advance.
    pub advance_to: Option<ColumnId>,
    /// When they decline.
    pub decline_to: Option<ColumnId>,
    /// The reason that the move gets when they decline.
    pub decline_reason: Option<String>,
}

/// The rule of a job.
///
/// # Errors
/// [`Error::NotFound`] without such a job.
pub async fn rule(
    store: &Store,
    permit: &Permit<ShareCandidates>,
    job: JobId,
) -> Result<Rule, Error> {
    let mut connection = store.database().reader().await?;
    read_in(&mut connection, permit.organization(), job).await
}

/// Sets the rule of a job, for decisions from now on.
///
/// # Errors
/// [`Error::NotFound`] for a job or a column that is not there; [`Error::Invalid`] for *Rejected* as the place of who is advanced, and for a move there
/// without a reason or with one beyond [`REASON_CHARS`].
pub async fn set_rule(
    store: &Store,
    permit: &Permit<ShareCandidates>,
    job: JobId,
    rule: &Rule,
) -> Result<(), Error> {
    let organization = permit.organization();
    let mut tx = store.begin().await?;
    tx.alone_on(job).await?;
    read_in(tx.connection(), organization, job).await?;
    let board = columns::all(tx.connection(), organization).await?;
    let kind = |id: Option<ColumnId>| {
        id.map(|id| {
            let column = board.iter().find(|column| column.id == id);
            column.map(|column| column.kind).ok_or(Error::NotFound)
        })
        .transpose()
    };
    if kind(rule.advance_to)? == Some(ColumnKind::Rejected) {
        return Err(Error::invalid(
            "advance_to",
            "Whoever is advanced cannot be moved to the rejected. Choose another column. Nothing was changed.",
        ));
    }
    let rejects = kind(rule.decline_to)? == Some(ColumnKind::Rejected);
    let reason = rule.decline_reason.as_deref().unwrap_or_default().trim();
    let reason = Some(reason).filter(|reason| rejects && !reason.is_empty());
    if rejects && reason.is_none() {
        return Err(Error::invalid(
            "decline_reason",
            "A rejection needs a reason. Write the one that these moves get. Nothing was changed.",
        ));
    }
    if reason.is_some_and(|reason| reason.chars().count() > REASON_CHARS) {
        return Err(Error::invalid(
            "decline_reason",
            format!("Keep the reason under {REASON_CHARS} characters. Nothing was changed."),
        ));
    }
    tx.execute(
        query(SET)
            .bind(organization)
            .bind(job)
            .bind(rule.advance_to)
            .bind(rule.decline_to)
            .bind(reason),
    )
    .await?;
    let detail = json!({ "advance_to": rule.advance_to, "decline_to": rule.decline_to });
    let target = job.to_string();
    audit::record(&mut tx, permit, "job.set_decision_rule", &target, &detail).await?;
    tx.tell(organization, Pending::of_job(EventKind::Share, job));
    tx.commit().await
}

pub(super) async fn read_in(
    connection: &mut Connection,
    organization: OrganizationId,
    job: JobId,
) -> Result<Rule, Error> {
    let row = query(READ)
        .bind(organization)
        .bind(job)
        .fetch_optional(connection)
        .await?
        .ok_or(Error::NotFound)?;
    Ok(Rule {
        advance_to: row.get_as("advance_to")?,
        decline_to: row.get_as("decline_to")?,
        decline_reason: row.get_as("decline_reason")?,
    })
}
