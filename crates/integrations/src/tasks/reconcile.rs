//! Compares what CLARA knows with what the ATS lists. What differs is fetched by [`ReconcileApplication`], the same way in as ever; in a dry run
//! only once a person says so. Run again after a kill it goes on with the jobs that are left.

use std::collections::HashSet;
use std::time::Duration;

use async_trait::async_trait;
use hiring::applications::{self, Listing};
use hiring::permission::{ManageIntegrations, ViewJobs};
use hiring::reconciliations::{self, Finding, Reconciliation, RunState};
use hiring::{IntegrationId, JobId, Millis, ReconciliationId, integrations, jobs};
use serde::{Deserialize, Serialize};

use super::{About, Context, CreateWebhooks, ReconcileApplication, Task, TaskError};
use crate::connector::{Connector, ConnectorError};
use crate::{fetch, screen, select, statuses};

/// How often a list is read from its beginning after a stale page token.
const RESTARTS: u32 = 3;
/// Changes are looked for this long before the last comparison began: the ATS's clock may be behind ours, and changes become visible late.
const OVERLAP: Duration = Duration::from_secs(600);
/// An ATS gives changes and deletions of a month at most.
const WINDOW: Duration = Duration::from_secs(29 * 86_400);
/// Candidacies that are looked at for late documents in one go.
const LATE: u32 = 100;

/// A comparison.
#[derive(Serialize, Deserialize)]
pub struct Reconcile {
    integration: IntegrationId,
    reconciliation: ReconciliationId,
}

impl Reconcile {
    /// How often a connection is compared by itself.
    pub const EVERY: Duration = Duration::from_secs(300);

    /// Of a connection.
    pub fn of(integration: IntegrationId, reconciliation: ReconciliationId) -> Self {
        Self {
            integration,
            reconciliation,
        }
    }
}

#[async_trait]
impl Task for Reconcile {
    const KIND: &'static str = "reconcile";

    fn key(&self) -> String {
        self.reconciliation.to_string()
    }

    fn is_bulk(&self) -> bool {
        true
    }

    fn about(&self) -> About {
        About::Connection(self.integration)
    }

    async fn run(&self, context: &Context) -> Result<(), TaskError> {
        let (store, permit) = (context.store(), &context.permit);
        let run = reconciliations::read_for_work(store, permit, self.reconciliation).await?;
        // Paused: whoever resumes queues it anew.
        if run.paused || run.state != RunState::Comparing {
            return Ok(());
        }
        let connector = context
            .integrations
            .connector(permit, self.integration)
            .await?
            .for_bulk();
        let comparison = Comparison {
            context,
            connector: &*connector,
            run: &run,
        };
        if !comparison.all().await? {
            return Ok(());
        }
        reconciliations::settled_all(store, permit, run.id).await?;
        Ok(())
    }

    async fn given_up(&self, context: &Context, code: &str) -> Result<(), hiring::Error> {
        reconciliations::fail(context.store(), &context.permit, self.reconciliation, code).await
    }
}

struct Comparison<'a> {
    context: &'a Context,
    connector: &'a dyn Connector,
    run: &'a Reconciliation,
}

impl Comparison<'_> {
    /// Compares everything; false if it was paused or ended meanwhile.
    async fn all(&self) -> Result<bool, TaskError> {
        let (store, permit) = (self.context.store(), &self.context.permit);
        if self.run.job.is_none() {
            self.connection().await?;
        }
        for job in reconciliations::jobs_left(store, permit, self.run.id).await? {
            if !self.job(job).await? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// What is of the connection as a whole.
    async fn connection(&self) -> Result<(), TaskError> {
        let (store, permit) = (self.context.store(), &self.context.permit);
        let integration = self.run.integration;
        statuses::learn(store, permit, self.connector, integration).await?;
        CreateWebhooks::look(self.context, self.connector, integration).await?;
        let known = integrations::read(store, permit, integration).await?;
        let since = self.since(known.connected_at).await?;
        self.changes(since).await?;
        self.deletions(since).await?;
        if !self.run.dry_run {
            let due = applications::documents_due(store, permit, integration, LATE).await?;
            self.found(due.into_iter().map(|id| (id, Finding::Document)).collect())
                .await?;
        }
        Ok(())
    }

    /// From where on changes and deletions may not be known.
    async fn since(&self, connected_at: Option<Millis>) -> Result<Millis, TaskError> {
        let (store, permit) = (self.context.store(), &self.context.permit);
        let last = reconciliations::last(store, permit, self.run.integration).await?;
        let known = last.map(|last| last.started_at).or(connected_at);
        let before = known.unwrap_or(self.run.started_at).before(OVERLAP);
        Ok(before.max(store.now().before(WINDOW)))
    }

    async fn changes(&self, since: Millis) -> Result<(), TaskError> {
        let (store, permit) = (self.context.store(), &self.context.permit);
        let mut after = None;
        loop {
            let page = self
                .connector
                .changed_since(since, 100, after.take())
                .await?;
            let mut news = Vec::new();
            for change in &page.items {
                let (id, job, at) = (&change.application, &change.job, change.updated_at);
                let integration = self.run.integration;
                let job = job.as_deref();
                let finding = if change.anonymized {
                    // Whoever is here in whatever way must go: also who left the board, or stands on a job that is no longer processed.
                    let here = applications::by_remote_id(store, permit, integration, id).await?;
                    (!here.is_empty()).then_some(Finding::Gone)
                } else {
                    applications::news(store, permit, integration, id, job, at).await?
                };
                news.extend(finding.map(|finding| (id.clone(), finding)));
            }
            self.found(news).await?;
            after = page.next;
            if after.is_none() {
                return Ok(());
            }
        }
    }

    async fn deletions(&self, since: Millis) -> Result<(), TaskError> {
        let (store, permit) = (self.context.store(), &self.context.permit);
        let mut after = None;
        loop {
            let page = self.connector.deleted_since(since, after.take()).await?;
            let mut gone = Vec::new();
            for id in page.applications {
                let integration = self.run.integration;
                let here = applications::by_remote_id(store, permit, integration, &id).await?;
                if !here.is_empty() {
                    gone.push((id, Finding::Gone));
                }
            }
            self.found(gone).await?;
            after = page.next;
            if after.is_none() {
                return Ok(());
            }
        }
    }

    /// One job; false if it was paused or ended meanwhile.
    async fn job(&self, id: JobId) -> Result<bool, TaskError> {
        let (store, permit) = (self.context.store(), &self.context.permit);
        let job = jobs::read(store, &permit.to::<ViewJobs>(), id).await?;
        let mut seen = HashSet::new();
        if let (Some(remote), true) = (&job.remote_id, job.active) {
            self.posting(&job, remote).await?;
            let mut after = None;
            let mut restarts = 0;
            loop {
                let run = reconciliations::read_for_work(store, permit, self.run.id).await?;
                if run.paused || run.state != RunState::Comparing {
                    return Ok(false);
                }
                let page = match self.connector.listing(remote, after.take()).await {
                    Err(ConnectorError::StalePage) if restarts < RESTARTS => {
                        restarts += 1;
                        continue;
                    }
                    outcome => outcome?,
                };
                let listed: Vec<Listing> = page
                    .items
                    .iter()
                    .filter(|item| !item.anonymized)
                    .map(|item| Listing {
                        application: fetch::fetched(self.run.integration, id, item, store.now()),
                        updated_at: item.updated_at,
                    })
                    .collect();
                let differences = applications::compare(store, permit, &listed).await?;
                let ids = listed
                    .iter()
                    .filter_map(|line| line.application.remote_id.clone());
                seen.extend(ids.clone());
                let found = ids.zip(differences);
                self.found(
                    found
                        .filter_map(|(id, finding)| Some((id, finding?)))
                        .collect(),
                )
                .await?;
                after = page.next;
                if after.is_none() {
                    break;
                }
            }
            self.gone(id, &seen).await?;
            jobs::synced(store, permit, id).await?;
        }
        let many = u64::try_from(seen.len()).unwrap_or(u64::MAX);
        reconciliations::job_compared(store, permit, self.run.id, id, many).await?;
        Ok(true)
    }

    /// Who stands on the board and is not in the list. Somebody who changed stage while it was read may be among them: the fetch finds out.
    async fn gone(&self, job: JobId, seen: &HashSet<String>) -> Result<(), TaskError> {
        let (store, permit) = (self.context.store(), &self.context.permit);
        let here = applications::remote_ids(store, permit, job).await?;
        let gone = here.into_iter().filter(|id| !seen.contains(id));
        self.found(gone.map(|id| (id, Finding::Gone)).collect())
            .await
    }

    /// The posting itself. Requirements and scores stay as they are: a person hears of the change and decides.
    async fn posting(&self, job: &jobs::Job, remote: &str) -> Result<(), TaskError> {
        let (store, permit) = (self.context.store(), &self.context.permit);
        let state = match self.connector.job(remote).await {
            Ok(posting) => {
                let fetched = select::fetched_job(self.run.integration, &posting);
                let same = fetched.title == job.title
                    && fetched.description == job.description
                    && fetched.location == job.location
                    && fetched.team == job.team
                    && fetched.state == job.state
                    && fetched.url == job.url
                    && fetched.hiring_manager == job.hiring_manager;
                if !same {
                    let manages = permit.to::<ManageIntegrations>();
                    jobs::upsert_from_ats(store, &manages, &fetched).await?;
                    screen::requirements(self.context, job.id).await?;
                }
                return Ok(());
            }
            Err(ConnectorError::NotFound) => "deleted",
            Err(ConnectorError::Confidential) => "confidential",
            // No posting is shown, so nothing is known of this one. That a permission is missing stands with the connection's test.
            Err(ConnectorError::Forbidden) => return Ok(()),
            Err(error) => return Err(error.into()),
        };
        Ok(jobs::posting::out_of_sight(store, permit, job.id, state).await?)
    }

    async fn found(&self, findings: Vec<(String, Finding)>) -> Result<(), TaskError> {
        let (store, permit) = (self.context.store(), &self.context.permit);
        let (integration, id) = (self.run.integration, self.run.id);
        let fetch = |remote: &str| ReconcileApplication::of(integration, id, remote).task();
        Ok(reconciliations::found(store, permit, id, &findings, fetch).await?)
    }
}
