//! Notes: what CLARA writes on a candidacy in the ATS. Each carries a marker, so that after an uncertain POST the list tells whether it arrived:
//! never a second note for one event.
//!
//! A writer asks [`plan`] what to do, says [`sending`] before a POST and [`written`] after it; if it dies between, [`plan`] says to look first.

mod decision;
pub(crate) mod decisions;
pub(crate) mod status;
pub(crate) mod templates;

pub use decision::{Decision, Telling, decide};
pub use decisions::{Decided, plan_decisions};
pub use status::{Change, SETTLES, plan_status};
pub use templates::{Kept, Placeholder, Template, save_template, template};

use std::time::Duration;

use sqlx::any::AnyRow;
use sqlx::query;
use sqlx::{Any, Executor};

use crate::board::CardState;
use crate::db::{RowExt, Tx, statements_block, text_enum};
use crate::permission::Operate;
use crate::placements::{Via, placement_and};
use crate::queue::{Leased, done_in, extend_in};
use crate::token::{random_bytes, sha256_hex};
use crate::{
    ApplicationId, Error, Millis, NoteId, OrganizationId, Permit, Store, placements, screenings,
};

statements_block! {
    NEWEST = "SELECT id, application_id, kind, marker, state, remote_id, body_sha256, score, column_name, updated_at FROM notes \
        WHERE organization_id = $1 AND application_id = $2 AND kind = $3 ORDER BY id DESC LIMIT 1";
    INSERT = "INSERT INTO notes (organization_id, id, application_id, kind, marker, state, score, column_name, created_at, updated_at) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9)";
    RETARGET = "UPDATE notes SET score = $3, column_name = $4, updated_at = $5 WHERE organization_id = $1 AND id = $2 AND state = 'pending'";
    SENDING = "UPDATE notes SET state = 'uncertain', updated_at = $3 WHERE organization_id = $1 AND id = $2 AND state <> 'written'";
    NOT_SENT = "UPDATE notes SET state = 'pending', updated_at = $3 WHERE organization_id = $1 AND id = $2 AND state = 'uncertain'";
    WRITTEN = "UPDATE notes SET state = 'written', remote_id = $3, body_sha256 = $4, updated_at = $5 WHERE organization_id = $1 AND id = $2";
    SCORE = placement_and!(", a.score, a.state, (SELECT b.name FROM board_columns b WHERE b.organization_id = p.organization_id AND b.id = p.column_id) AS column_name");
}

text_enum! {
    /// What a note is about.
    pub enum NoteKind {
        /// The score.
        Score = "score",
        /// A person's move.
        Status = "status",
        /// What hiring managers decided.
        Decision = "decision",
    }
}

text_enum! {
    /// Whether it stands in the ATS.
    pub enum NoteState {
        /// Not sent.
        Pending = "pending",
        /// Sent, perhaps: look before sending again.
        Uncertain = "uncertain",
        /// There.
        Written = "written",
    }
}

/// A note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// Id.
    pub id: NoteId,
    /// On which application.
    pub application: ApplicationId,
    /// What it is about.
    pub kind: NoteKind,
    /// Stands in its text: `[clara:4f0c9a]`.
    pub marker: String,
    /// Whether it stands in the ATS.
    pub state: NoteState,
    /// The ATS's id of it.
    pub remote_id: Option<String>,
    /// Of the text that was written last.
    pub body_sha256: Option<String>,
    /// The score it tells.
    pub score: Option<u8>,
    /// The column it tells.
    pub column: String,
    /// When its state last changed: of an uncertain one, when it was sent.
    pub updated_at: Millis,
}

impl Note {
    /// One that is not sent yet, with a marker that no other note has.
    fn pending(application: ApplicationId, kind: NoteKind, column: String, now: Millis) -> Self {
        Self {
            id: NoteId::fresh(),
            application,
            kind,
            marker: format!("[clara:{}]", hex::encode(random_bytes::<6>())),
            state: NoteState::Pending,
            remote_id: None,
            body_sha256: None,
            score: None,
            column,
            updated_at: now,
        }
    }
}

/// What is to be done about one kind of note, and what it is to tell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Plan<T> {
    /// There is nothing (more) to tell.
    Nothing,
    /// The card has not come to rest: plan again after this time.
    Wait(Duration),
    /// POST this note ([`sending`] first).
    Post(Note, T),
    /// PUT this note's text, if its SHA-256 differs from [`Note::body_sha256`].
    Edit(Note, T),
    /// Once it cannot be on its way any more, list the notes and look for this one's marker: there → [`written`] and plan again; not there → [`not_sent`] and plan again.
    Look(Note),
}

/// What to do about the score note of an application now. May keep a new row, so that its marker is known before anything is sent.
///
/// # Errors
/// [`Error::NotFound`] if the application is not on a board.
pub async fn plan(
    store: &Store,
    permit: &Permit<Operate>,
    application: ApplicationId,
) -> Result<Plan<Telling>, Error> {
    let organization = permit.organization();
    let mut tx = store.begin().await?;
    tx.alone_on(application).await?;
    let Some(telling) = telling(&mut tx, organization, application).await? else {
        return Ok(Plan::Nothing);
    };
    let newest = newest(tx.connection(), organization, application, NoteKind::Score).await?;
    let decision = decide(
        newest
            .as_ref()
            .map(|note| (note.state, note.score, &*note.column)),
        &telling,
    );
    let telling = match &newest {
        // What the ATS moved is no news there: the note keeps its words.
        Some(note) if decision == Decision::Edit && telling.placed == Via::Ats => Telling {
            column: note.column.clone(),
            ..telling
        },
        _ => telling,
    };
    let plan = match (decision, newest) {
        (Decision::Look, Some(note)) => Plan::Look(note),
        (Decision::Edit, Some(note)) => Plan::Edit(note, telling),
        (Decision::Send, Some(note)) => {
            let now = tx.now();
            let score = i64::from(telling.score);
            tx.execute(
                query(RETARGET)
                    .bind(organization)
                    .bind(note.id)
                    .bind(score)
                    .bind(&*telling.column)
                    .bind(now),
            )
            .await?;
            Plan::Post(
                Note {
                    score: Some(telling.score),
                    column: telling.column.clone(),
                    ..note
                },
                telling,
            )
        }
        (_, _) => Plan::Post(
            insert(
                &mut tx,
                organization,
                application,
                NoteKind::Score,
                &telling,
            )
            .await?,
            telling,
        ),
    };
    tx.commit().await?;
    Ok(plan)
}

/// Before a POST by who holds a row of the queue, whose lease is counted anew: from now on nobody knows whether it arrived, until [`written`]
/// or [`not_sent`]. False: the lease was lost, and whoever has it now may be sending.
///
/// # Errors
/// [`Error::Unavailable`]: do not send.
pub async fn sending(store: &Store, leased: &Leased, note: NoteId) -> Result<bool, Error> {
    let mut tx = store.begin().await?;
    let now = tx.now();
    if !extend_in(&mut tx, leased).await? {
        return Ok(false);
    }
    tx.execute(
        query(SENDING)
            .bind(leased.organization)
            .bind(note)
            .bind(now),
    )
    .await?;
    tx.commit().await?;
    Ok(true)
}

/// The ATS surely did not take it (it refused, or the list does not have it).
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn not_sent(store: &Store, permit: &Permit<Operate>, note: NoteId) -> Result<(), Error> {
    let mut tx = store.begin().await?;
    let now = tx.now();
    tx.execute(
        query(NOT_SENT)
            .bind(permit.organization())
            .bind(note)
            .bind(now),
    )
    .await?;
    tx.commit().await
}

/// It stands in the ATS under this id. `body`: the text as it stands there; none if it was found by its marker and the text is not known
/// to be the newest: then the next [`plan`] edits it.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn written(
    store: &Store,
    permit: &Permit<Operate>,
    note: NoteId,
    remote_id: &str,
    body: Option<&str>,
) -> Result<(), Error> {
    let mut tx = store.begin().await?;
    stands(&mut tx, permit.organization(), note, remote_id, body).await?;
    tx.commit().await
}

/// [`written`], and with that the row of the queue is done that was to write it.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn posted(
    store: &Store,
    leased: &Leased,
    note: NoteId,
    remote_id: &str,
    body: &str,
) -> Result<(), Error> {
    let mut tx = store.begin().await?;
    stands(&mut tx, leased.organization, note, remote_id, Some(body)).await?;
    done_in(&mut tx, leased).await?;
    tx.commit().await
}

async fn stands(
    tx: &mut Tx,
    organization: OrganizationId,
    note: NoteId,
    remote_id: &str,
    body: Option<&str>,
) -> Result<(), Error> {
    let now = tx.now();
    tx.execute(
        query(WRITTEN)
            .bind(organization)
            .bind(note)
            .bind(remote_id)
            .bind(body.map(body_sha256))
            .bind(now),
    )
    .await
}

/// How a note's text is compared.
#[must_use]
pub fn body_sha256(body: &str) -> String {
    sha256_hex(body)
}

/// The newest note of this kind on an application.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn read(
    store: &Store,
    permit: &Permit<Operate>,
    application: ApplicationId,
    kind: NoteKind,
) -> Result<Option<Note>, Error> {
    newest(
        &mut *store.database().reader().await?,
        permit.organization(),
        application,
        kind,
    )
    .await
}

/// Score and column as they stand; none while there is no score, or a newer one is being made.
async fn telling(
    tx: &mut Tx,
    organization: OrganizationId,
    application: ApplicationId,
) -> Result<Option<Telling>, Error> {
    let row = query(SCORE)
        .bind(organization)
        .bind(application)
        .fetch_optional(tx.connection())
        .await?
        .ok_or(Error::NotFound)?;
    let scored = row.get_as::<CardState>("state")? == CardState::Scored;
    let Some(score) = screenings::points(row.get_as("score")?).filter(|_| scored) else {
        return Ok(None);
    };
    let column: Option<String> = row.get_as("column_name")?;
    Ok(Some(Telling {
        score,
        column: column.ok_or(Error::NotFound)?,
        placed: placements::placement(&row)?.via(),
    }))
}

async fn insert(
    tx: &mut Tx,
    organization: OrganizationId,
    application: ApplicationId,
    kind: NoteKind,
    telling: &Telling,
) -> Result<Note, Error> {
    let now = tx.now();
    let note = Note {
        score: Some(telling.score),
        ..Note::pending(application, kind, telling.column.clone(), now)
    };
    tx.execute(
        query(INSERT)
            .bind(organization)
            .bind(note.id)
            .bind(application)
            .bind(kind)
            .bind(&*note.marker)
            .bind(note.state)
            .bind(i64::from(telling.score))
            .bind(&*telling.column)
            .bind(now),
    )
    .await?;
    Ok(note)
}

async fn newest(
    connection: impl Executor<'_, Database = Any>,
    organization: OrganizationId,
    application: ApplicationId,
    kind: NoteKind,
) -> Result<Option<Note>, Error> {
    query(NEWEST)
        .bind(organization)
        .bind(application)
        .bind(kind)
        .fetch_optional(connection)
        .await?
        .as_ref()
        .map(note)
        .transpose()
}

fn note(row: &AnyRow) -> Result<Note, Error> {
    Ok(Note {
        id: row.get_as("id")?,
        application: row.get_as("application_id")?,
        kind: row.get_as("kind")?,
        marker: row.get_as("marker")?,
        state: row.get_as("state")?,
        remote_id: row.get_as("remote_id")?,
        body_sha256: row.get_as("body_sha256")?,
        score: screenings::points(row.get_as("score")?),
        column: row.get_as("column_name")?,
        updated_at: row.get_as("updated_at")?,
    })
}
