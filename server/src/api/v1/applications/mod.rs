//! Applications: where they stand, their scores, moves and comments.

pub mod comments;
pub mod move_to;
pub mod read;
pub mod score;

use hiring::applications::Listed;
use serde::Serialize;
use utoipa::ToSchema;

use super::time::Time;
use super::verdict::Verdict;
use super::words::state;

/// One candidacy on one job.
#[derive(Serialize, ToSchema)]
pub struct Application {
    /// Its id.
    #[schema(format = "uuid", example = "019c1f6b-91d4-7b06-a2c8-3f4e5d6c7b8a")]
    id: String,
    /// The job's id.
    #[schema(format = "uuid")]
    job: String,
    /// The person.
    candidate: Candidate,
    /// One line; may be empty.
    #[schema(example = "Senior Backend Engineer · Northwind · 8 y")]
    headline: String,
    /// Null while there is none.
    #[schema(minimum = 0, maximum = 100, example = 78)]
    score: Option<u8>,
    /// What the engine knows.
    #[schema(schema_with = state)]
    state: &'static str,
    /// Why there is no score, for people.
    state_reason: Option<String>,
    /// The column's id.
    #[schema(format = "uuid")]
    column: String,
    /// Grows with every move: give it as `expected_version` to move the application.
    #[schema(example = 2)]
    version: i64,
    /// Whether a person placed it: then CLARA never moves it.
    placed_by_person: bool,
    /// Best matches, at most three.
    top: Vec<Mark>,
    /// Missing must-haves, the first two.
    missing_must_haves: Vec<String>,
    /// What a person should look at: `hidden_text`, `instructions`, `dates_contradict`.
    #[schema(example = json!(["hidden_text"]))]
    flags: Vec<String>,
    /// The stage in the ATS, or why it was archived there.
    #[schema(example = "Phone screen")]
    stage: Option<String>,
    /// Where it came from.
    #[schema(example = "Job site")]
    source: Option<String>,
    /// Its page in the ATS.
    url: Option<String>,
    /// How many comments.
    comments: u32,
    /// When the candidate applied.
    applied_at: Time,
    /// When any of this changed last.
    changed_at: Time,
}

/// A person who applied; the same on every job.
#[derive(Serialize, ToSchema)]
pub struct Candidate {
    /// Their id.
    #[schema(format = "uuid")]
    id: String,
    /// Their name; may be empty where the ATS gives none.
    #[schema(example = "Sam Okafor")]
    name: String,
}

/// A match in a few words.
#[derive(Serialize, ToSchema)]
pub struct Mark {
    /// What was matched.
    #[schema(example = "Rust")]
    label: String,
    /// How.
    verdict: Verdict,
}

impl From<Listed> for Application {
    fn from(listed: Listed) -> Self {
        let card = listed.card;
        Self {
            id: card.application.to_string(),
            job: listed.job.to_string(),
            candidate: Candidate {
                id: listed.candidate.to_string(),
                name: card.name,
            },
            headline: card.headline,
            score: card.score,
            state: card.state.as_str(),
            state_reason: card.state_reason,
            column: card.column.to_string(),
            version: card.version,
            placed_by_person: card.by_person,
            top: card
                .top
                .into_iter()
                .map(|mark| Mark {
                    label: mark.label,
                    verdict: mark.verdict.into(),
                })
                .collect(),
            missing_must_haves: card.missing,
            flags: card.flags,
            stage: card.stage,
            source: card.source,
            url: listed.url,
            comments: card.comments,
            applied_at: Time(card.applied_at),
            changed_at: Time(listed.changed_at),
        }
    }
}
