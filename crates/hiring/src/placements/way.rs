//! A card's way: every move, and what hiring managers' decisions made of it.

use sqlx::query;

use super::Via;
use crate::db::{Connection, RowExt, statements_block};
use crate::shares::recipient_name;
use crate::{AccountId, ApplicationId, ColumnId, Error, Millis, OrganizationId, RecipientId};

statements_block! {
    HISTORY = concat!(
        "SELECT m.from_column, m.to_column, m.version, m.moved_by, m.reason, m.moved_at, m.via, m.decided_by, COALESCE(a.name, ",
        recipient_name!(),
        ", r.email) AS by_name FROM moves m LEFT JOIN accounts a ON a.id = m.moved_by \
         LEFT JOIN share_recipients r ON r.organization_id = m.organization_id AND r.id = m.decided_by \
         WHERE m.organization_id = $1 AND m.application_id = $2 ORDER BY m.version"
    );
}

/// One step of a card's way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Move {
    /// From where; none: it arrived.
    pub from: Option<ColumnId>,
    /// To where.
    pub to: ColumnId,
    /// The placement's version after it.
    pub version: i64,
    /// Through whom.
    pub via: Via,
    /// Who, if a person here.
    pub by: Option<AccountId>,
    /// The hiring manager whose decision it was.
    pub decided_by: Option<RecipientId>,
    /// Their name.
    pub by_name: Option<String>,
    /// Why, where asked and said.
    pub reason: Option<String>,
    /// When.
    pub at: Millis,
}

/// A card stands where decisions moved it, and nobody moved it since.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ByDecision {
    /// Where it stood before.
    pub from: ColumnId,
    /// Where it stands.
    pub to: ColumnId,
    /// The hiring manager who said it last.
    pub who: String,
    /// When.
    pub at: Millis,
}

/// What decisions made of a card since anybody else moved it.
pub(crate) struct Decided<'a> {
    /// Where it stood before.
    pub(crate) from: ColumnId,
    /// A person had placed it there.
    pub(crate) held: bool,
    /// The last of these moves.
    pub(crate) last: &'a Move,
}

impl Decided<'_> {
    /// As it is shown; none if the card is back where it stood.
    pub(crate) fn shown(&self) -> Option<ByDecision> {
        (self.last.to != self.from).then(|| ByDecision {
            from: self.from,
            to: self.last.to,
            who: self.last.by_name.clone().unwrap_or_default(),
            at: self.last.at,
        })
    }
}

/// What decisions made of a card at the end of its way; none if somebody else moved it last.
pub(crate) fn decided(moves: &[Move]) -> Option<Decided<'_>> {
    let others = moves
        .iter()
        .rposition(|step| step.decided_by.is_none())
        .map_or(0, |at| at + 1);
    let held = others
        .checked_sub(1)
        .and_then(|at| moves.get(at))
        .is_some_and(|step| step.via != Via::Engine);
    let by_decision = moves.get(others..)?;
    Some(Decided {
        from: by_decision.first()?.from?,
        held,
        last: by_decision.last()?,
    })
}

/// When a person moved a card last, here or in the ATS; decisions apart.
pub(crate) fn settled_at(moves: &[Move]) -> Option<Millis> {
    moves
        .iter()
        .rfind(|step| step.decided_by.is_none() && step.via != Via::Engine)
        .map(|step| step.at)
}

/// A card's way so far, oldest first.
pub(crate) async fn history(
    connection: &mut Connection,
    organization: OrganizationId,
    application: ApplicationId,
) -> Result<Vec<Move>, Error> {
    let rows = query(HISTORY)
        .bind(organization)
        .bind(application)
        .fetch_all(connection)
        .await?;
    rows.iter()
        .map(|row| {
            let by: Option<AccountId> = row.get_as("moved_by")?;
            // The version before wrote no `via`; it knew no moves of the ATS.
            let unsaid = if by.is_some() {
                Via::Person
            } else {
                Via::Engine
            };
            Ok(Move {
                from: row.get_as("from_column")?,
                to: row.get_as("to_column")?,
                version: row.get_as("version")?,
                via: row.get_as::<Option<Via>>("via")?.unwrap_or(unsaid),
                by,
                decided_by: row.get_as("decided_by")?,
                by_name: row.get_as("by_name")?,
                reason: row.get_as("reason")?,
                at: row.get_as("moved_at")?,
            })
        })
        .collect()
}
