//! The note of a person's move: one for what a card came to once it rests, none if it came back, none for what the ATS moved.

use std::time::Duration;

use sqlx::query;

use super::{Note, NoteKind, NoteState, Plan, newest};
use crate::db::{RowExt, Tx, statements_block};
use crate::permission::Operate;
use crate::placements::{self, Move, Via};
use crate::{ApplicationId, ColumnId, Error, OrganizationId, Permit, Store, columns};

/// How long a card must rest before its move is told: people change their minds, and drag twice.
pub const SETTLES: Duration = Duration::from_secs(10);

statements_block! {
    TOLD = "SELECT CAST(COALESCE(MAX(version), 0) AS BIGINT) AS told FROM notes \
        WHERE organization_id = $1 AND application_id = $2 AND kind = 'status' AND state <> 'pending'";
    INSERT = "INSERT INTO notes (organization_id, id, application_id, kind, marker, state, column_name, from_column, version, moved_by, created_at, updated_at) \
        VALUES ($1, $2, $3, 'status', $4, 'pending', $5, $6, $7, $8, $9, $9)";
    RETARGET = "UPDATE notes SET column_name = $3, from_column = $4, version = $5, moved_by = $6, updated_at = $7 \
        WHERE organization_id = $1 AND id = $2 AND state = 'pending'";
}

/// A move that is to be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The name of the column before.
    pub from: String,
    /// The name of the column now.
    pub to: String,
    /// Who moved it last.
    pub by: String,
    /// Why, where asked and said.
    pub reason: Option<String>,
    version: i64,
}

/// What to do about the moves of a card that were not told yet. May keep a new row, so that its marker is known before anything is sent.
///
/// # Errors
/// [`Error::NotFound`] if the application is not on a board.
pub async fn plan_status(
    store: &Store,
    permit: &Permit<Operate>,
    application: ApplicationId,
) -> Result<Plan<Change>, Error> {
    let organization = permit.organization();
    let mut tx = store.begin().await?;
    tx.alone_on(application).await?;
    placements::read_in(tx.connection(), organization, application).await?;
    let newest = newest(tx.connection(), organization, application, NoteKind::Status).await?;
    if let Some(note) = newest
        .clone()
        .filter(|note| note.state == NoteState::Uncertain)
    {
        return Ok(Plan::Look(note));
    }
    let Some((from, last)) = untold(&mut tx, organization, application).await? else {
        return Ok(Plan::Nothing);
    };
    let rested = tx.now().since(last.at);
    if rested < SETTLES {
        return Ok(Plan::Wait(SETTLES - rested));
    }
    let board = columns::all(tx.connection(), organization).await?;
    let name = |id: ColumnId| {
        let column = board.iter().find(|column| column.id == id);
        column
            .map(|column| column.name.clone())
            .ok_or(Error::NotFound)
    };
    let change = Change {
        from: name(from)?,
        to: name(last.to)?,
        by: last.by_name.unwrap_or_default(),
        reason: last.reason,
        version: last.version,
    };
    let pending = newest.filter(|note| note.state == NoteState::Pending);
    let note = keep(&mut tx, organization, application, pending, &change).await?;
    tx.commit().await?;
    Ok(Plan::Post(note, change))
}

/// From where persons moved a card since it was last told, and their last move.
async fn untold(
    tx: &mut Tx,
    organization: OrganizationId,
    application: ApplicationId,
) -> Result<Option<(ColumnId, Move)>, Error> {
    let told: i64 = query(TOLD)
        .bind(organization)
        .bind(application)
        .fetch_one(tx.connection())
        .await?
        .get_as("told")?;
    let mut moves = placements::history(tx.connection(), organization, application).await?;
    moves.retain(|step| step.version > told);
    Ok(at_rest(&moves).map(|(from, last)| (from, last.clone())))
}

/// What is to be told of these moves. Where the engine or the ATS moved between, what was before is known there; what a decision moved, the
/// note of the decisions tells.
fn at_rest(moves: &[Move]) -> Option<(ColumnId, &Move)> {
    let mut from = None;
    for step in moves {
        from = match step.via {
            Via::Person if step.decided_by.is_none() => from.or(step.from),
            Via::Person | Via::Engine | Via::Ats => None,
        };
    }
    let last = moves.last()?;
    from.filter(|from| *from != last.to)
        .map(|from| (from, last))
}

/// The row of the note, the one that was never sent or a new one.
async fn keep(
    tx: &mut Tx,
    organization: OrganizationId,
    application: ApplicationId,
    pending: Option<Note>,
    change: &Change,
) -> Result<Note, Error> {
    let now = tx.now();
    if let Some(note) = pending {
        tx.execute(
            query(RETARGET)
                .bind(organization)
                .bind(note.id)
                .bind(&*change.to)
                .bind(&*change.from)
                .bind(change.version)
                .bind(&*change.by)
                .bind(now),
        )
        .await?;
        return Ok(Note {
            column: change.to.clone(),
            updated_at: now,
            ..note
        });
    }
    let note = Note::pending(application, NoteKind::Status, change.to.clone(), now);
    tx.execute(
        query(INSERT)
            .bind(organization)
            .bind(note.id)
            .bind(application)
            .bind(&*note.marker)
            .bind(&*note.column)
            .bind(&*change.from)
            .bind(change.version)
            .bind(&*change.by)
            .bind(now),
    )
    .await?;
    Ok(note)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Millis, RecipientId};

    fn steps(way: &[(Via, ColumnId, ColumnId)]) -> Vec<Move> {
        let step = |(version, (via, from, to)): (i64, &(Via, ColumnId, ColumnId))| Move {
            from: Some(*from),
            to: *to,
            version,
            via: *via,
            by: None,
            decided_by: None,
            by_name: None,
            reason: None,
            at: Millis(version),
        };
        (2..).zip(way).map(step).collect()
    }

    #[test]
    fn only_what_persons_changed_in_the_end_is_told() {
        let [a, b, c] = [(); 3].map(|()| ColumnId::fresh());
        let told = |way: &[(Via, ColumnId, ColumnId)]| {
            let moves = steps(way);
            at_rest(&moves).map(|(from, last)| (from, last.to))
        };
        use Via::{Ats, Engine, Person};
        assert_eq!(told(&[]), None);
        assert_eq!(told(&[(Person, a, b)]), Some((a, b)));
        assert_eq!(told(&[(Person, a, b), (Person, b, c)]), Some((a, c)));
        assert_eq!(told(&[(Person, a, b), (Person, b, a)]), None);
        assert_eq!(told(&[(Person, a, a)]), None);
        assert_eq!(told(&[(Person, a, b), (Ats, b, c)]), None);
        assert_eq!(told(&[(Ats, a, b), (Person, b, c)]), Some((b, c)));
        assert_eq!(told(&[(Engine, a, b), (Person, b, a)]), Some((b, a)));
        let mut decided = steps(&[(Person, a, b), (Person, b, c), (Person, c, a)]);
        decided[1].decided_by = Some(RecipientId::fresh());
        assert_eq!(at_rest(&decided[..2]), None);
        assert_eq!(at_rest(&decided).map(|(from, _)| from), Some(c));
    }
}
