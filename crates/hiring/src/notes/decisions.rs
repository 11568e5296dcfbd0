//! The note of hiring managers' decisions: one on each candidacy, edited when a decision changes.

use sqlx::query;

use super::{Note, NoteKind, NoteState, Plan, newest};
use crate::db::{RowExt, statements_block};
use crate::permission::Operate;
use crate::placements::way::decided;
use crate::shares::{Decision, live, recipient_name};
use crate::{ApplicationId, Error, Permit, Store, columns, placements};

statements_block! {
    DECIDED = concat!(
        "SELECT COALESCE(",
        recipient_name!(),
        ", r.email) AS who, i.decision FROM share_items i \
         JOIN share_recipients r ON r.organization_id = i.organization_id AND r.id = i.recipient_id \
         WHERE i.organization_id = $1 AND i.application_id = $2 AND i.decision IS NOT NULL AND ",
        live!(),
        " ORDER BY i.decided_at, i.recipient_id"
    );
    INSERT = "INSERT INTO notes (organization_id, id, application_id, kind, marker, state, column_name, created_at, updated_at) \
        VALUES ($1, $2, $3, $4, $5, $6, '', $7, $7)";
}

/// What hiring managers decided on an application, and what came of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Decided {
    /// Who decided what, the first decision first.
    pub said: Vec<(String, Decision)>,
    /// The name of the column where that moved the card.
    pub moved_to: Option<String>,
}

/// What to do about the decisions on an application now. May keep a new row, so that its marker is known before anything is sent.
///
/// # Errors
/// [`Error::NotFound`] if the application is not on a board.
pub async fn plan_decisions(
    store: &Store,
    permit: &Permit<Operate>,
    application: ApplicationId,
) -> Result<Plan<Decided>, Error> {
    let organization = permit.organization();
    let mut tx = store.begin().await?;
    let now = tx.now();
    tx.alone_on(application).await?;
    placements::read_in(tx.connection(), organization, application).await?;
    let said = query(DECIDED)
        .bind(organization)
        .bind(application)
        .fetch_all(tx.connection())
        .await?
        .iter()
        .map(|row| Ok((row.get_as("who")?, row.get_as("decision")?)))
        .collect::<Result<Vec<_>, Error>>()?;
    let moves = placements::history(tx.connection(), organization, application).await?;
    let moved = decided(&moves).and_then(|decided| decided.shown());
    let decided = Decided {
        said,
        moved_to: match moved {
            Some(moved) => columns::name(tx.connection(), organization, moved.to).await?,
            None => None,
        },
    };
    let kind = NoteKind::Decision;
    match newest(tx.connection(), organization, application, kind).await? {
        Some(note) if note.state == NoteState::Uncertain => return Ok(Plan::Look(note)),
        Some(note) if note.state == NoteState::Written => {
            return Ok(Plan::Edit(note, decided));
        }
        _ if decided.said.is_empty() => return Ok(Plan::Nothing),
        Some(note) => return Ok(Plan::Post(note, decided)),
        None => {}
    }
    let note = Note::pending(application, kind, String::new(), now);
    tx.execute(
        query(INSERT)
            .bind(organization)
            .bind(note.id)
            .bind(application)
            .bind(kind)
            .bind(&*note.marker)
            .bind(note.state)
            .bind(now),
    )
    .await?;
    tx.commit().await?;
    Ok(Plan::Post(note, decided))
}
