//! From what the store holds to a score that it keeps: the engine's inputs, its run, its result on the card.

use std::time::Instant;

use hiring::applications::{self, Inputs, Settled};
use hiring::board::Mark;
use hiring::follow_ups::KnockOut;
use hiring::imports::Arrival;
use hiring::permission::{ScreenCandidates, ViewJobs};
use hiring::screenings::{self, NewScreening};
use hiring::{ApplicationId, JobId, Millis, jobs, requirement_sets};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use screening::model::{Column, Match, Requirement, RequirementSet, Verdict};
use screening::scoring::Thresholds;
use screening::{Date, FlagKind, NoModel, Options, Screening};
use serde::Serialize;

use crate::tasks::{Context, TaskError};

/// A label on a card is cut after this many characters.
const LABEL: usize = 24;
/// How often the inputs are read when they change while they are looked at.
const READINGS: usize = 3;
/// Marks and gaps beyond these are in the profile.
const MARKS: usize = 3;

/// Reads the requirements out of a job's description, once: from then on they are a person's to change.
pub(crate) async fn requirements(context: &Context, job: JobId) -> Result<(), TaskError> {
    let (store, permit) = (context.store(), &context.permit);
    let job = jobs::read(store, &permit.to::<ViewJobs>(), job).await?;
    if job.requirement_set_version.is_some() || job.description.trim().is_empty() {
        return Ok(());
    }
    let set =
        blocking(move || screening::requirements::read_job(&job.title, &job.description)).await?;
    requirement_sets::activate(store, &permit.to::<ScreenCandidates>(), job.id, &set).await?;
    Ok(())
}

/// Reads the requirements out of a description that changed: a new version, which scores use once they are made anew. Answers its number.
pub(crate) async fn read_anew(
    store: &hiring::Store,
    permit: &hiring::Permit<ScreenCandidates>,
    job: jobs::Job,
) -> Result<i64, hiring::Error> {
    let id = job.id;
    let read = tokio::task::spawn_blocking(move || {
        screening::requirements::read_job(&job.title, &job.description)
    });
    let set = read
        .await
        .map_err(|_| hiring::Error::Unavailable("the reading was stopped".into()))?;
    requirement_sets::activate(store, permit, id, &set).await
}

/// Scores one application, at the end of a fetch or by itself. The same inputs leave what is there as it is. An arrival is counted with it, and ends its row.
pub(crate) async fn application(
    context: &Context,
    application: ApplicationId,
    settled: Option<Settled>,
    arrival: Option<Arrival<'_>>,
) -> Result<(), TaskError> {
    let (store, permit) = (context.store(), &context.permit);
    for _ in 0..READINGS {
        let inputs = applications::inputs(store, permit, application).await?;
        let new = blocking(move || screened(application, inputs)).await??;
        match screenings::record_settled(store, permit, &new, settled, arrival.as_ref()).await {
            // Somebody overruled a verdict, or a document came: with the newest inputs then.
            Err(hiring::Error::Outdated) => {}
            outcome => {
                outcome?;
                if arrival.is_some() {
                    context.row_is_ended();
                }
                return Ok(());
            }
        }
    }
    Err(TaskError::Retry("inputs_changed"))
}

/// What is kept of a screening.
#[derive(Serialize)]
struct Recorded<'a> {
    #[serde(flatten)]
    result: &'a Screening,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    knock_outs: &'a [KnockOut],
}

fn screened(application: ApplicationId, inputs: Inputs) -> Result<NewScreening, TaskError> {
    // Without a description there is nothing to compare with, and the title alone must not make a score.
    let (set, version) = match inputs.requirements {
        Some(version) => (version.set, version.version),
        None => (
            RequirementSet {
                title: String::new(),
                requirements: Vec::new(),
            },
            0,
        ),
    };
    let state = inputs.state;
    let options = Options {
        as_of: day(inputs.as_of)?,
        thresholds: Thresholds {
            pre_qualified: inputs.pre_qualified,
        },
        overrides: inputs.overrides,
    };
    let began = Instant::now();
    let result = screening::screen(&set, &inputs.documents, &options, &NoModel);
    metrics::histogram!("clara_screening_duration_seconds").record(began.elapsed());
    let unreadable = match (&result.unscored_reason, inputs.unreadable_resume) {
        (None, _) => None,
        (Some(_), Some(reason)) => Some(reason),
        (Some(_), None) if version == 0 => Some(
            "This job has no description in the ATS, so there is nothing to compare with."
                .to_owned(),
        ),
        (Some(reason), None) => Some(format!("Not scored: {reason}.")),
    };
    let mut flags = flags(&result);
    let mut column = result.column;
    if !inputs.knock_outs.is_empty() {
        flags.insert(0, "knock_out".to_owned());
        // The score stays what it is: the flag says why the card stands here.
        if column == Column::PreQualified {
            column = Column::NotQualified;
        }
    }
    let recorded = Recorded {
        result: &result,
        knock_outs: &inputs.knock_outs,
    };
    let recorded =
        serde_json::to_string(&recorded).map_err(|_| TaskError::Dead("result_unwritable"))?;
    Ok(NewScreening {
        application,
        requirement_set_version: version,
        engine: result.engine.clone(),
        score: result.score,
        column,
        headline: result.headline.clone(),
        top: top(&set, &result),
        missing: missing(&set, &result),
        flags,
        unreadable,
        result: recorded,
        inputs: Some(state),
    })
}

/// The matches that say most for the candidate: by weight × strength.
fn top(set: &RequirementSet, result: &Screening) -> Vec<Mark> {
    let mut shown: Vec<(&Requirement, &Match)> = result
        .matches
        .iter()
        .filter(|found| matches!(found.verdict, Verdict::Met | Verdict::Partly))
        .filter_map(|found| Some((requirement(set, &found.requirement)?, found)))
        .collect();
    shown.sort_by(|(a, x), (b, y)| (b.weight * y.strength).total_cmp(&(a.weight * x.strength)));
    shown
        .into_iter()
        .take(MARKS)
        .map(|(requirement, found)| Mark {
            label: label(requirement),
            verdict: found.verdict,
        })
        .collect()
}

fn missing(set: &RequirementSet, result: &Screening) -> Vec<String> {
    let ids = result.missing_must_haves.iter();
    ids.filter_map(|id| requirement(set, id).map(label))
        .collect()
}

fn flags(result: &Screening) -> Vec<String> {
    let mut codes: Vec<String> = Vec::new();
    for flag in &result.flags {
        let code = match flag.kind {
            FlagKind::HiddenText => "hidden_text",
            FlagKind::Instructions => "instructions",
            FlagKind::DatesContradict => "dates_contradict",
        };
        if !codes.iter().any(|known| known == code) {
            codes.push(code.to_owned());
        }
    }
    codes
}

fn requirement<'a>(set: &'a RequirementSet, id: &str) -> Option<&'a Requirement> {
    set.requirements
        .iter()
        .find(|requirement| requirement.id == id)
}

/// The term, where the requirement is about one; else its first words.
fn label(requirement: &Requirement) -> String {
    let text = match requirement.terms.as_slice() {
        [term] => term.text.trim(),
        _ => requirement.text.trim().trim_end_matches('.'),
    };
    if text.chars().count() <= LABEL {
        return text.to_owned();
    }
    let cut: String = text.chars().take(LABEL - 1).collect();
    format!("{}…", cut.trim_end())
}

/// The day, in UTC, so that the same application is judged on the same day everywhere. A time beyond the calendar is as good as none: 1970.
fn day(at: Millis) -> Result<Date, TaskError> {
    let date = Timestamp::from_millisecond(at.0)
        .unwrap_or_default()
        .to_zoned(TimeZone::UTC)
        .date();
    date.to_string()
        .parse()
        .map_err(|_| TaskError::Dead("date_unreadable"))
}

/// Off the async threads: a screening takes milliseconds to tens of them.
async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, TaskError> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|_| TaskError::Retry("screening_stopped"))
}
