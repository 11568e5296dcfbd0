//! From what `hiring` answers to what crosses the wire.

use hiring::{
    Millis,
    board::{Card as ReadCard, CardState as ReadState, Front},
    candidates::CandidateRow as ReadCandidate,
    columns::{Column as ReadColumn, ColumnKind as ReadKind},
    events::{Event as ReadEvent, EventKind},
    imports::Import as ReadImport,
    integrations::Integration,
    jobs::JobSummary,
    presence::Place,
};

use crate::wire::{
    board::{Board, Card, CardState, Cards, Column, ColumnKind, Mark},
    candidates::CandidateRow,
    jobs::{Count, Import, JobRow},
    live::{Event, Kind},
};

impl From<ReadKind> for ColumnKind {
    fn from(kind: ReadKind) -> Self {
        match kind {
            ReadKind::ToReview => Self::ToReview,
            ReadKind::NotQualified => Self::NotQualified,
            ReadKind::PreQualified => Self::PreQualified,
            ReadKind::Qualified => Self::Qualified,
            ReadKind::Custom => Self::Custom,
            ReadKind::Hired => Self::Hired,
            ReadKind::Rejected => Self::Rejected,
        }
    }
}

impl From<ReadState> for CardState {
    fn from(state: ReadState) -> Self {
        match state {
            ReadState::Scored => Self::Scored,
            ReadState::Scoring => Self::Scoring,
            ReadState::Unreadable => Self::Unreadable,
        }
    }
}

impl From<ReadCard> for Card {
    fn from(card: ReadCard) -> Self {
        Self {
            application: card.application.to_string(),
            name: card.name,
            score: card.score,
            headline: card.headline,
            top: card
                .top
                .into_iter()
                .map(|mark| Mark {
                    label: mark.label,
                    verdict: mark.verdict,
                })
                .collect(),
            missing: card.missing,
            missing_more: card.missing_more,
            flags: card.flags,
            stage: card.stage,
            source: card.source,
            applied_at: card.applied_at.0,
            arrived_at: card.arrived_at.0,
            comments: card.comments,
            review: card.review.map(Into::into),
            column: card.column.to_string(),
            version: card.version,
            by_person: card.by_person,
            state: card.state.into(),
            state_reason: card.state_reason,
        }
    }
}

impl From<ReadEvent> for Event {
    fn from(event: ReadEvent) -> Self {
        Self {
            id: event.id,
            kind: match event.kind {
                EventKind::Card => Kind::Card,
                EventKind::Gone => Kind::Gone,
                EventKind::Import => Kind::Import,
                EventKind::Comment => Kind::Comment,
                EventKind::Job => Kind::Job,
                EventKind::Integration => Kind::Integration,
                EventKind::Member => Kind::Member,
                EventKind::Share => Kind::Share,
                EventKind::Notification => Kind::Notification,
            },
            job: event.job.map(|id| id.to_string()),
            application: event.application.map(|id| id.to_string()),
            card: event.card.map(Card::from),
        }
    }
}

impl From<Place> for Event {
    fn from(place: Place) -> Self {
        let (job, application) = match place {
            Place::Job(id) => (Some(id.to_string()), None),
            Place::Application(id) => (None, Some(id.to_string())),
        };
        Self {
            id: 0,
            kind: Kind::Presence,
            job,
            application,
            card: None,
        }
    }
}

/// The ATS's name, for *Open in …*.
pub fn ats_name(integration: Option<&Integration>) -> String {
    integration
        .map_or("the ATS", |integration| {
            integrations::label(integration.provider)
        })
        .to_owned()
}

/// A column with the number of its cards.
pub fn column(column: &ReadColumn, count: usize) -> Column {
    Column {
        id: column.id.to_string(),
        name: column.name.clone(),
        kind: column.kind.into(),
        count,
    }
}

/// A board with the first cards of each column.
pub fn first_cards(read: Front, ats: String) -> Board {
    let columns: Vec<Column> = read
        .columns
        .iter()
        .map(|(known, count)| column(known, *count))
        .collect();
    let all: usize = columns.iter().map(|column| column.count).sum();
    let cards: Vec<Card> = read.cards.into_iter().map(Card::from).collect();
    Board {
        job: read.job.id.to_string(),
        title: read.job.title,
        location: read.job.location,
        url: read.job.url,
        requirement_set: read.job.requirement_set_version,
        threshold: read.job.pre_qualified,
        synced_at: read.job.last_sync_at.map(|at| at.0),
        from_ats: read.job.remote_id.is_some(),
        posting_state: read.job.state,
        posting_changed_at: read.job.posting_changed_at.map(|at| at.0),
        columns,
        more: cards.len() < all,
        cards: Cards(cards),
        ats,
    }
}

/// A row of *Jobs*.
pub fn job_row(summary: JobSummary, columns: &[ReadColumn], now: Millis) -> JobRow {
    let count = |column: &ReadColumn| {
        summary
            .counts
            .iter()
            .find(|count| count.column == column.id)
            .map_or(0, |count| whole(count.count))
    };
    JobRow {
        counts: columns
            .iter()
            .map(|column| Count {
                name: column.name.clone(),
                kind: column.kind.into(),
                count: count(column),
            })
            .collect(),
        id: summary.job.id.to_string(),
        title: summary.job.title,
        location: summary.job.location,
        team: summary.job.team,
        candidates: whole(summary.total),
        new: whole(summary.fresh),
        synced_at: summary.job.last_sync_at.map(|at| at.0),
        from_ats: summary.job.remote_id.is_some(),
        import: summary.importing.map(|running| import(&running, now)),
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a rate of people a minute"
)]
fn import(running: &ReadImport, now: Millis) -> Import {
    let rate = running.rate(now);
    Import {
        total: running.total.map(whole),
        done: whole(running.done + running.failed),
        failed: whole(running.failed),
        per_minute: (rate > 0.0).then_some((rate * 60.0) as u32),
        eta_seconds: running
            .eta(now)
            .map(|eta| u32::try_from(eta.as_secs()).unwrap_or(u32::MAX)),
    }
}

/// A row of *Candidates*.
pub fn candidate_row(row: ReadCandidate, columns: &[ReadColumn]) -> CandidateRow {
    let column = columns.iter().find(|column| column.id == row.column);
    CandidateRow {
        application: row.application.to_string(),
        name: row.name,
        headline: row.headline,
        job: row.job.to_string(),
        job_title: row.job_title,
        column: column.map(|column| column.name.clone()).unwrap_or_default(),
        kind: column.map_or(ColumnKind::Custom, |column| column.kind.into()),
        score: row.score,
        state: row.state.into(),
        applied_at: row.applied_at.0,
    }
}

fn whole(count: u64) -> usize {
    usize::try_from(count).unwrap_or(usize::MAX)
}
