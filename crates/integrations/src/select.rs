//! *Select jobs to process*: what can be selected, how many candidates each has, how long an import takes; and the selection itself.

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use hiring::imports::{self, Estimate};
use hiring::jobs::{self, Candidates, FetchedJob, HiringManager};
use hiring::permission::ManageIntegrations;
use hiring::{IntegrationId, JobId, Permit, SelectionId};

use crate::Integrations;
use crate::connector::{Connector, ConnectorError, RemoteJob};
use crate::error::Error;
use crate::tasks::{ImportJob, Task};

/// Pages of 100 that are read for counting: with Lever ten seconds of the rate limit at most.
const COUNTED_PAGES: usize = 100;

/// Why a job that people look for may not be on the list.
pub const WHY_MISSING: &str = "Confidential and deleted postings are not listed: CLARA does not ask for access to confidential ones, so such a job can be screened only once it is made non-confidential in the ATS. A posting made a moment ago appears after a reload. Every other one is here, whatever its state; look whether a filter hides it.";

/// What can be selected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selection {
    /// The postings, newest first.
    pub postings: Vec<RemotePosting>,
    /// Whether every candidate was counted; else the counts are lower bounds.
    pub counted: bool,
    /// How long a candidate takes in an import.
    pub time_per_candidate: Duration,
    /// Whether that is how long candidates took in this connection's imports so far; else it is what the ATS's rate allows.
    pub measured: bool,
}

/// A posting that can be selected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RemotePosting {
    /// The ATS's id.
    pub id: String,
    /// Title.
    pub title: String,
    /// Team; may be empty.
    pub team: String,
    /// Location; may be empty.
    pub location: String,
    /// `published`, `closed`, …
    pub state: String,
    /// Candidates in it.
    pub candidates: u64,
    /// Whether it is processed already.
    pub selected: bool,
    /// What to know before selecting it.
    pub hint: Option<&'static str>,
}

/// What a selection changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Applied {
    /// Jobs that are processed from now on.
    pub added: Vec<JobId>,
    /// Jobs that are no longer processed.
    pub removed: Vec<JobId>,
}

/// Asks the ATS what can be selected.
pub async fn postings(
    integrations: &Integrations,
    permit: &Permit<ManageIntegrations>,
    integration: IntegrationId,
) -> Result<Selection, Error> {
    let store = integrations.store();
    let system = store.system(permit.organization());
    let connector = integrations.connector(&system, integration).await?;
    let remote = connector.jobs().await?;
    let (counts, counted) = count(&*connector).await?;
    let selected: HashSet<String> = jobs::of_integration(store, permit, integration)
        .await?
        .into_iter()
        .filter(|job| job.active)
        .filter_map(|job| job.remote_id)
        .collect();
    let postings = remote
        .into_iter()
        .map(|job| RemotePosting {
            candidates: counts.get(&job.id).copied().unwrap_or(0),
            selected: selected.contains(&job.id),
            hint: hint(&job),
            title: title(&job),
            id: job.id,
            team: job.team,
            location: job.location,
            state: job.state,
        })
        .collect();
    let past = imports::selected(store, permit, integration).await?;
    let measured = imports::per_application(&past);
    Ok(Selection {
        postings,
        counted,
        time_per_candidate: measured.unwrap_or_else(|| connector.time_per_application()),
        measured: measured.is_some(),
    })
}

/// Makes exactly these jobs the processed ones: new ones are imported, others stop; `left` says what becomes of their candidates. Ids that the ATS does
/// not know are refused together. `estimate` is how long people were told that it takes.
pub async fn apply(
    integrations: &Integrations,
    permit: &Permit<ManageIntegrations>,
    integration: IntegrationId,
    chosen: &[String],
    left: Candidates,
    estimate: Option<Duration>,
) -> Result<Applied, Error> {
    let store = integrations.store();
    let system = store.system(permit.organization());
    let connector = integrations.connector(&system, integration).await?;
    let remote: HashMap<String, RemoteJob> = connector
        .jobs()
        .await?
        .into_iter()
        .map(|job| (job.id.clone(), job))
        .collect();
    if chosen.iter().any(|id| !remote.contains_key(id)) {
        return Err(hiring::Error::NotFound.into());
    }
    let known = jobs::of_integration(store, permit, integration).await?;
    let active = |id: &str| {
        known
            .iter()
            .any(|job| job.active && job.remote_id.as_deref() == Some(id))
    };
    let selection = SelectionId::fresh();
    let estimate = estimate.map(|estimate| Estimate {
        selection,
        milliseconds: u64::try_from(estimate.as_millis()).unwrap_or(u64::MAX),
    });
    let mut applied = Applied::default();
    for job in chosen.iter().filter(|id| !active(id)) {
        let fetched = fetched_job(integration, &remote[job]);
        let import = |id| ImportJob::estimated(id, estimate).task();
        applied
            .added
            .push(jobs::select(store, permit, &fetched, import).await?);
    }
    for job in known.iter().filter(|job| job.active) {
        if !job.remote_id.as_ref().is_some_and(|id| chosen.contains(id)) {
            jobs::stop(store, permit, job.id, left).await?;
            applied.removed.push(job.id);
        }
    }
    Ok(applied)
}

/// A job as the store takes it.
pub(crate) fn fetched_job(integration: IntegrationId, job: &RemoteJob) -> FetchedJob {
    FetchedJob {
        remote: Some((integration, job.id.clone())),
        title: title(job),
        location: job.location.clone(),
        team: job.team.clone(),
        state: job.state.clone(),
        url: job.url.clone(),
        description: job.description.clone(),
        hiring_manager: job
            .hiring_manager
            .as_ref()
            .and_then(|person| HiringManager::new(&person.name, &person.email)),
    }
}

fn title(job: &RemoteJob) -> String {
    if job.title.is_empty() {
        "Untitled posting".to_owned()
    } else {
        job.title.clone()
    }
}

fn hint(job: &RemoteJob) -> Option<&'static str> {
    job.description.is_empty().then_some(
        "This posting has no text, so CLARA finds no requirements in it: candidates come in without a score. Write a description in the ATS first.",
    )
}

/// Candidates per job, from one walk over all of them.
async fn count(connector: &dyn Connector) -> Result<(HashMap<String, u64>, bool), ConnectorError> {
    let mut counts = HashMap::new();
    let mut after = None;
    for _ in 0..COUNTED_PAGES {
        let page = connector.applications(after.take()).await?;
        for job in page.items.into_iter().filter_map(|item| item.job) {
            *counts.entry(job).or_default() += 1;
        }
        after = page.next;
        if after.is_none() {
            return Ok((counts, true));
        }
    }
    Ok((counts, false))
}
