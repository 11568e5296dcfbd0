//! A job's board: columns and cards, all of them or the first of each column.

use std::collections::HashMap;

use screening::model::Verdict;
use serde::{Deserialize, Serialize};
use sqlx::any::AnyRow;
use sqlx::query;
use sqlx::{Any, Executor};

use crate::columns::{self, Column};
use crate::db::{Connection, RowExt, statements_block, text_enum};
use crate::permission::ViewJobs;
use crate::shares::{self, access::Seen};
use crate::{ApplicationId, ColumnId, Error, JobId, Millis, OrganizationId, Permit, Store, jobs};

/// What a card is read from; `more` are further columns, each followed by a comma.
macro_rules! cards_sql {
    ($where:literal) => {
        crate::board::cards_sql!("", $where)
    };
    ($more:literal, $where:literal) => {
        concat!(
            "SELECT ",
            $more,
            "a.id, c.name, a.score, a.headline, a.top, a.missing, a.flags, a.stage, a.archived_reason, a.source, a.applied_at, \
             a.created_at, a.comments, a.review, a.state, a.state_reason, p.column_id, p.version, p.by_person \
             FROM applications a JOIN candidates c ON c.organization_id = a.organization_id AND c.id = a.candidate_id \
             JOIN placements p ON p.organization_id = a.organization_id AND p.application_id = a.id \
             WHERE a.organization_id = $1 AND a.removed_at IS NULL AND ",
            $where
        )
    };
}
pub(crate) use cards_sql;

statements_block! {
    CARDS = cards_sql!("a.job_id = $2 ORDER BY a.score DESC, a.applied_at DESC, a.id");
    CARD = cards_sql!("a.id = $2");
    FIRST = cards_sql!("a.id IN (SELECT id FROM (SELECT a.id, ROW_NUMBER() OVER (PARTITION BY p.column_id ORDER BY COALESCE(a.score, -1) DESC, \
        a.applied_at DESC, a.id) AS place FROM applications a JOIN placements p ON p.organization_id = a.organization_id AND p.application_id = a.id \
        WHERE a.organization_id = $1 AND a.job_id = $2 AND a.removed_at IS NULL) ranked WHERE place <= $3) \
        ORDER BY COALESCE(a.score, -1) DESC, a.applied_at DESC, a.id");
    COUNTS = "SELECT p.column_id, COUNT(*) AS cards FROM applications a JOIN placements p ON p.organization_id = a.organization_id \
        AND p.application_id = a.id WHERE a.organization_id = $1 AND a.job_id = $2 AND a.removed_at IS NULL GROUP BY p.column_id";
}

text_enum! {
    /// What the engine knows of an application.
    pub enum CardState {
        /// A score stands.
        Scored = "scored",
        /// It is being read.
        Scoring = "scoring",
        /// No score is possible; the card says why.
        Unreadable = "unreadable",
    }
}

/// A match worth a place on the card.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Mark {
    /// A few words: "Rust 5 y".
    #[serde(rename = "l")]
    pub label: String,
    /// How it was answered.
    #[serde(rename = "v")]
    pub verdict: Verdict,
}

/// A card. As JSON it is what an event carries; empty fields are left out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Card {
    /// Which application.
    #[serde(rename = "a")]
    pub application: ApplicationId,
    /// The candidate's name; may be empty where the ATS gave none.
    #[serde(rename = "n")]
    pub name: String,
    /// 0–100.
    #[serde(rename = "s", default, skip_serializing_if = "Option::is_none")]
    pub score: Option<u8>,
    /// One line: "Backend engineer · Northwind · 8 y".
    #[serde(rename = "h", default, skip_serializing_if = "String::is_empty")]
    pub headline: String,
    /// Best matches, at most three.
    #[serde(rename = "t", default, skip_serializing_if = "Vec::is_empty")]
    pub top: Vec<Mark>,
    /// Missing must-haves, at most two.
    #[serde(rename = "m", default, skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<String>,
    /// How many more are missing.
    #[serde(rename = "mm", default, skip_serializing_if = "is_zero")]
    pub missing_more: u32,
    /// Warnings: codes such as `hidden_text`.
    #[serde(rename = "f", default, skip_serializing_if = "Vec::is_empty")]
    pub flags: Vec<String>,
    /// The ATS's stage, or why it was archived there.
    #[serde(rename = "g", default, skip_serializing_if = "Option::is_none")]
    pub stage: Option<String>,
    /// Where the application came from.
    #[serde(rename = "o", default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// When the candidate applied.
    #[serde(rename = "d")]
    pub applied_at: Millis,
    /// When the card came to the board.
    #[serde(rename = "i")]
    pub arrived_at: Millis,
    /// How many comments.
    #[serde(rename = "k", default, skip_serializing_if = "is_zero")]
    pub comments: u32,
    /// What hiring managers decided, where it is shared with any.
    #[serde(rename = "x", default, skip_serializing_if = "Option::is_none")]
    pub review: Option<shares::Mark>,
    /// In which column it stands.
    #[serde(rename = "c")]
    pub column: ColumnId,
    /// The placement's version, for a move.
    #[serde(rename = "r")]
    pub version: i64,
    /// Whether a person placed it.
    #[serde(rename = "p", default, skip_serializing_if = "is_false")]
    pub by_person: bool,
    /// What the engine knows.
    #[serde(rename = "e")]
    pub state: CardState,
    /// Why there is no score, for people.
    #[serde(rename = "w", default, skip_serializing_if = "Option::is_none")]
    pub state_reason: Option<String>,
}

impl Card {
    /// Whether it came after this person's last visit ([`jobs::visit`], 0: never).
    #[must_use]
    pub fn is_new(&self, previous_visit: Millis) -> bool {
        self.arrived_at > previous_visit
    }
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde asks for a reference"
)]
fn is_zero(number: &u32) -> bool {
    *number == 0
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde asks for a reference"
)]
fn is_false(flag: &bool) -> bool {
    !flag
}

/// A job's board.
#[derive(Clone, Debug, PartialEq)]
pub struct Board {
    /// The job.
    pub job: jobs::Job,
    /// Left to right.
    pub columns: Vec<Column>,
    /// Best score first, then newest; cards without a score last.
    pub cards: Vec<Card>,
    /// The newest event when this was read: go on after it.
    pub newest_event: i64,
}

/// What of a job's board is drawn first.
#[derive(Clone, Debug, PartialEq)]
pub struct Front {
    /// The job.
    pub job: jobs::Job,
    /// Left to right, each with how many cards stand in it.
    pub columns: Vec<(Column, usize)>,
    /// The first of each column, in a board's order.
    pub cards: Vec<Card>,
}

/// A job's board. Call [`jobs::visit`] too when a person opens it: that says which cards are new to them.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn read(store: &Store, permit: &Permit<ViewJobs>, job: JobId) -> Result<Board, Error> {
    let organization = permit.organization();
    // First of all: an event that comes between is heard again, never missed.
    let newest_event = crate::events::newest(store, permit).await?;
    let mut connection = store.database().reader().await?;
    let seen = Seen::by(&mut connection, permit).await?;
    seen.job(job)?;
    let job = jobs::store::read_in(&mut *connection, organization, job).await?;
    let columns = columns::all(&mut *connection, organization).await?;
    let cards = all_cards(&mut connection, organization, job.id, &seen).await?;
    Ok(Board {
        job,
        columns,
        cards,
        newest_event,
    })
}

/// The first `each` cards of each column of a job's board: of 10,000 cards reading all took three times as long.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn front(
    store: &Store,
    permit: &Permit<ViewJobs>,
    job: JobId,
    each: usize,
) -> Result<Front, Error> {
    let organization = permit.organization();
    let mut connection = store.database().reader().await?;
    let seen = Seen::by(&mut connection, permit).await?;
    seen.job(job)?;
    let job = jobs::store::read_in(&mut *connection, organization, job).await?;
    let columns = columns::all(&mut *connection, organization).await?;
    let (cards, counts) = match seen {
        Seen::Everything => first_cards(&mut connection, organization, job.id, each).await?,
        // Few, and which of them the database does not know.
        Seen::Shared(_) => {
            let cards = all_cards(&mut connection, organization, job.id, &seen).await?;
            first_of(cards, each)
        }
    };
    let with_count = |column: Column| {
        let count = counts.get(&column.id).copied().unwrap_or_default();
        (column, count)
    };
    Ok(Front {
        job,
        columns: columns.into_iter().map(with_count).collect(),
        cards,
    })
}

async fn all_cards(
    connection: &mut Connection,
    organization: OrganizationId,
    job: JobId,
    seen: &Seen,
) -> Result<Vec<Card>, Error> {
    let rows = query(CARDS)
        .bind(organization)
        .bind(job)
        .fetch_all(connection)
        .await?;
    let cards = rows.iter().map(from_row).collect::<Result<Vec<_>, _>>()?;
    let in_sight = cards.into_iter().filter_map(|card| seen.card(card));
    let mut cards: Vec<_> = in_sight.collect();
    // SQLite puts NULL last in descending order, PostgreSQL first.
    cards.sort_by_key(|card| card.score.is_none());
    Ok(cards)
}

/// The first cards of each column, and how many there are.
type Firsts = (Vec<Card>, HashMap<ColumnId, usize>);

async fn first_cards(
    connection: &mut Connection,
    organization: OrganizationId,
    job: JobId,
    each: usize,
) -> Result<Firsts, Error> {
    let rows = query(FIRST)
        .bind(organization)
        .bind(job)
        .bind(i64::try_from(each).unwrap_or(i64::MAX))
        .fetch_all(&mut *connection)
        .await?;
    let cards = rows.iter().map(from_row).collect::<Result<_, _>>()?;
    let counts = query(COUNTS)
        .bind(organization)
        .bind(job)
        .fetch_all(connection)
        .await?;
    let count = |row: &AnyRow| -> Result<_, Error> {
        let cards = usize::try_from(row.count("cards")?).unwrap_or_default();
        Ok((row.get_as("column_id")?, cards))
    };
    Ok((cards, counts.iter().map(count).collect::<Result<_, _>>()?))
}

fn first_of(mut cards: Vec<Card>, each: usize) -> Firsts {
    let mut counts = HashMap::new();
    cards.retain(|card| {
        let count: &mut usize = counts.entry(card.column).or_default();
        *count += 1;
        *count <= each
    });
    (cards, counts)
}

/// One card as it stands now, and its job.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn card(
    store: &Store,
    permit: &Permit<ViewJobs>,
    application: ApplicationId,
) -> Result<Card, Error> {
    let mut connection = store.database().reader().await?;
    let seen = Seen::by(&mut connection, permit).await?;
    read_card(&mut *connection, permit.organization(), application)
        .await?
        .and_then(|card| seen.card(card))
        .ok_or(Error::NotFound)
}

pub(crate) async fn read_card(
    connection: impl Executor<'_, Database = Any>,
    organization: OrganizationId,
    application: ApplicationId,
) -> Result<Option<Card>, Error> {
    query(CARD)
        .bind(organization)
        .bind(application)
        .fetch_optional(connection)
        .await?
        .as_ref()
        .map(from_row)
        .transpose()
}

pub(crate) fn from_row(row: &AnyRow) -> Result<Card, Error> {
    let mut missing: Vec<String> = row.json("missing")?;
    let missing_more = u32::try_from(missing.len().saturating_sub(2)).unwrap_or(u32::MAX);
    missing.truncate(2);
    let mut top: Vec<Mark> = row.json("top")?;
    top.truncate(3);
    let archived: Option<String> = row.get_as("archived_reason")?;
    let stage: Option<String> = row.get_as("stage")?;
    Ok(Card {
        application: row.get_as("id")?,
        name: row.get_as("name")?,
        score: row
            .get_as::<Option<i64>>("score")?
            .and_then(|score| u8::try_from(score).ok()),
        headline: row.get_as("headline")?,
        top,
        missing,
        missing_more,
        flags: row.json("flags")?,
        stage: archived.or(stage),
        source: row.get_as("source")?,
        applied_at: row.get_as("applied_at")?,
        arrived_at: row.get_as("created_at")?,
        comments: u32::try_from(row.count("comments")?).unwrap_or(u32::MAX),
        review: row.get_as("review")?,
        column: row.get_as("column_id")?,
        version: row.get_as("version")?,
        by_person: row.flag("by_person")?,
        state: row.get_as("state")?,
        state_reason: row.get_as("state_reason")?,
    })
}
