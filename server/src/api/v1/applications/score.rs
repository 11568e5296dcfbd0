//! `GET /applications/{application}/score`

use axum::Json;
use hiring::ApplicationId;
use hiring::api_tokens::scope::ApplicationsRead;
use hiring::applications::{self, ApplicationProfile, ScreeningRecord};
use hiring::requirement_sets::Version;
use screening::Screening;
use screening::model::{self, DocumentKind};
use serde::Serialize;
use utoipa::ToSchema;

use crate::api::v1::allowed::Allowed;
use crate::api::v1::error::{ApiError, Problem};
use crate::api::v1::extract::Id;
use crate::api::v1::openapi::Refusals;
use crate::api::v1::time::Time;
use crate::api::v1::verdict::{Category, Verdict};
use crate::api::v1::words::state;

/// A score, what it rests on, and what went into it.
#[derive(Serialize, ToSchema)]
pub struct Score {
    /// The application's id.
    #[schema(format = "uuid")]
    application: String,
    /// Null while there is none.
    #[schema(minimum = 0, maximum = 100, example = 78)]
    score: Option<u8>,
    /// What the engine knows.
    #[schema(schema_with = state)]
    state: &'static str,
    /// Why there is no score, for people.
    state_reason: Option<String>,
    /// In a few sentences; may be empty.
    #[schema(
        example = "Eight years of work, lately Senior Backend Engineer at Northwind. Meets 5 of 6 must-haves; nothing found on Kubernetes."
    )]
    summary: String,
    /// One answer for each requirement, in the order of the job.
    matches: Vec<Match>,
    /// What went into it; null where nothing was scored yet.
    receipt: Option<Receipt>,
}

/// The answer to one requirement.
#[derive(Serialize, ToSchema)]
pub struct Match {
    /// The requirement's id within its set.
    #[schema(example = "r1")]
    requirement: String,
    /// Its words.
    #[schema(example = "At least 3 years of Rust")]
    text: String,
    /// What it asks about.
    category: Category,
    /// Must-have or nice-to-have.
    must_have: bool,
    /// Its weight among the job's requirements.
    #[schema(example = 5.0)]
    weight: f64,
    /// The verdict that counts: a person's, where overruled.
    verdict: Verdict,
    /// How far it is fulfilled, 0–1.
    #[schema(minimum = 0, maximum = 1, example = 1.0)]
    strength: f64,
    /// Why, in a short sentence.
    #[schema(example = "5 years 2 months of Rust (3 asked)")]
    reason: String,
    /// The quotes that show it, best first.
    evidence: Vec<Evidence>,
    /// What the engine said, where a person overruled it.
    overruled: Option<Overruled>,
}

/// A quote from a document. Offsets count Unicode characters of its text.
#[derive(Serialize, ToSchema)]
pub struct Evidence {
    /// The document's id.
    #[schema(format = "uuid")]
    document: String,
    /// Page, from 1.
    #[schema(example = 1)]
    page: u32,
    /// First character.
    #[schema(example = 412)]
    start: usize,
    /// One past the last character.
    #[schema(example = 452)]
    end: usize,
    /// The words between them.
    #[schema(example = "Built payment services in Rust, 2019–2024")]
    quote: String,
}

/// The engine's own answer, where a person's stands in its place.
#[derive(Serialize, ToSchema)]
pub struct Overruled {
    /// The engine's verdict.
    engine_verdict: Verdict,
    /// The engine's strength.
    engine_strength: f64,
    /// The person's reason.
    #[schema(example = "Confirmed on the phone")]
    reason: String,
}

/// Everything that went into a score, so that it can be computed again.
#[derive(Serialize, ToSchema)]
pub struct Receipt {
    /// Name and version of the engine.
    #[schema(example = "clara-screening/1")]
    engine: String,
    /// Which version of the job's requirements.
    #[schema(example = 3)]
    requirement_set_version: i64,
    /// SHA-256 of the requirements' JSON, in hex.
    requirement_set_sha256: String,
    /// What "present" meant in the documents.
    #[schema(format = Date, example = "2026-03-01")]
    as_of: String,
    /// From how many points an application was *Pre-Qualified*.
    #[schema(example = 60)]
    pre_qualified_from: u8,
    /// The documents.
    documents: Vec<DocumentReceipt>,
    /// When it was scored.
    scored_at: Time,
}

/// A document that went into a score.
#[derive(Serialize, ToSchema)]
pub struct DocumentReceipt {
    /// Its id.
    #[schema(format = "uuid")]
    id: String,
    /// `resume`, `cover_letter` or `answers`.
    #[schema(example = "resume")]
    kind: &'static str,
    /// SHA-256 of its visible text in UTF-8, in hex.
    sha256: String,
}

/// Read a score and its evidence
///
/// Each requirement of the job with its verdict, and the candidate's own words that the verdict rests on.
#[utoipa::path(
    get,
    path = "/applications/{application}/score",
    tag = "Applications",
    params(("application" = String, Path, format = "uuid", description = "The application's id")),
    responses(
        (status = 200, body = Score, description = "The score"),
        (status = 404, body = Problem, description = "No such application: code `not_found`"),
        Refusals,
    ),
    security(("token" = ["applications:read"]))
)]
pub async fn read_score(
    allowed: Allowed<ApplicationsRead>,
    Id(application): Id<ApplicationId>,
) -> Result<Json<Score>, ApiError> {
    let read = applications::profile(&allowed.store, &allowed.permit, application).await?;
    Ok(Json(read.into()))
}

impl From<ApplicationProfile> for Score {
    fn from(read: ApplicationProfile) -> Self {
        // A result that this version cannot read is as good as none: the score itself is kept apart from it.
        let found = read.screening.as_ref().and_then(|record| {
            Some((
                record,
                serde_json::from_value::<Screening>(record.result.clone()).ok()?,
            ))
        });
        Self {
            application: read.card.application.to_string(),
            score: read.card.score,
            state: read.card.state.as_str(),
            state_reason: read.card.state_reason,
            summary: found
                .as_ref()
                .map(|(_, found)| found.summary.clone())
                .unwrap_or_default(),
            receipt: found
                .as_ref()
                .map(|(record, found)| Receipt::new(record, found)),
            matches: found
                .zip(read.requirements)
                .map(|((_, found), requirements)| matches(requirements, found.matches))
                .unwrap_or_default(),
        }
    }
}

/// Requirements with their answers. A set and its result are written together, so none lacks the other.
fn matches(requirements: Version, answers: Vec<model::Match>) -> Vec<Match> {
    requirements
        .set
        .requirements
        .into_iter()
        .zip(answers)
        .map(|(requirement, answer)| Match {
            requirement: requirement.id,
            text: requirement.text,
            category: requirement.category.into(),
            must_have: requirement.must_have,
            weight: requirement.weight,
            verdict: answer.verdict.into(),
            strength: answer.strength,
            reason: answer.reason,
            evidence: answer.evidence.into_iter().map(Evidence::from).collect(),
            overruled: answer.overruled.map(Overruled::from),
        })
        .collect()
}

impl Receipt {
    fn new(record: &ScreeningRecord, found: &Screening) -> Self {
        let receipt = &found.receipt;
        Self {
            engine: receipt.engine.clone(),
            requirement_set_version: record.requirement_set_version,
            requirement_set_sha256: receipt.requirement_set.clone(),
            as_of: receipt.as_of.to_string(),
            pre_qualified_from: receipt.thresholds.pre_qualified,
            documents: receipt
                .documents
                .iter()
                .map(|document| DocumentReceipt {
                    id: document.id.clone(),
                    kind: match document.kind {
                        DocumentKind::Resume => "resume",
                        DocumentKind::CoverLetter => "cover_letter",
                        DocumentKind::Answers => "answers",
                    },
                    sha256: document.sha256.clone(),
                })
                .collect(),
            scored_at: Time(record.at),
        }
    }
}

impl From<model::Evidence> for Evidence {
    fn from(evidence: model::Evidence) -> Self {
        Self {
            document: evidence.document,
            page: evidence.page,
            start: evidence.start,
            end: evidence.end,
            quote: evidence.quote,
        }
    }
}

impl From<model::Overruled> for Overruled {
    fn from(overruled: model::Overruled) -> Self {
        Self {
            engine_verdict: overruled.engine_verdict.into(),
            engine_strength: overruled.engine_strength,
            reason: overruled.reason,
        }
    }
}
