//! Imports a job: its description, its requirements, and a row for each of its applications.

use std::collections::HashSet;

use async_trait::async_trait;
use hiring::imports::{self, Estimate};
use hiring::permission::{ManageIntegrations, ViewJobs};
use hiring::{ImportId, JobId, jobs, queue};
use serde::{Deserialize, Serialize};

use super::{About, Context, ImportApplication, Task, TaskError};
use crate::connector::{Connector, ConnectorError};
use crate::{screen, select};

/// How often a list is read from its beginning after a stale page token.
const RESTARTS: u32 = 3;

/// An import of one job. Run again it goes on: applications are counted once.
#[derive(Serialize, Deserialize)]
pub struct ImportJob {
    job: JobId,
    /// What whoever selected the job was told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    estimate: Option<Estimate>,
}

impl ImportJob {
    /// Of a job.
    pub fn of(job: JobId) -> Self {
        Self {
            job,
            estimate: None,
        }
    }

    /// Of a job that somebody selected, who was told how long it takes.
    pub fn estimated(job: JobId, estimate: Option<Estimate>) -> Self {
        Self { job, estimate }
    }

    /// Reads the list to its end, page by page, each page kept before the next; answers how many applications there are.
    async fn expect_all(
        &self,
        context: &Context,
        connector: &dyn Connector,
        job: &jobs::Job,
        import: ImportId,
    ) -> Result<usize, TaskError> {
        let (Some(integration), Some(remote)) = (job.integration, &job.remote_id) else {
            return Err(TaskError::Gone);
        };
        let mut seen = HashSet::new();
        let mut after = None;
        let mut restarts = 0;
        loop {
            let page = match connector.applications_of(remote, after.take()).await {
                Err(ConnectorError::StalePage) if restarts < RESTARTS => {
                    restarts += 1;
                    continue;
                }
                outcome => outcome?,
            };
            // Somebody who changes stage while the list is read can turn up twice.
            let fresh: Vec<(String, queue::Task)> = page
                .items
                .into_iter()
                .map(|item| item.application)
                .filter(|id| seen.insert(id.clone()))
                .map(|id| {
                    let task = ImportApplication::of(integration, import, &id).task();
                    (id, task)
                })
                .collect();
            imports::expect(context.store(), &context.permit, import, &fresh).await?;
            after = page.next;
            if after.is_none() {
                return Ok(seen.len());
            }
        }
    }
}

#[async_trait]
impl Task for ImportJob {
    const KIND: &'static str = "import_job";

    fn key(&self) -> String {
        self.job.to_string()
    }

    fn is_bulk(&self) -> bool {
        true
    }

    fn about(&self) -> About {
        About::Job(self.job)
    }

    async fn run(&self, context: &Context) -> Result<(), TaskError> {
        let (store, permit) = (context.store(), &context.permit);
        let job = jobs::read(store, &permit.to::<ViewJobs>(), self.job).await?;
        let (Some(integration), Some(remote), true) = (job.integration, &job.remote_id, job.active)
        else {
            return Err(TaskError::Gone);
        };
        let import = imports::start(store, permit, job.id).await?;
        if let Some(estimate) = self.estimate {
            imports::tell(store, permit, import.id, estimate).await?;
        }
        let connector = context
            .integrations
            .connector(permit, integration)
            .await?
            .for_bulk();
        let posting = connector.job(remote).await?;
        let fetched = select::fetched_job(integration, &posting);
        jobs::upsert_from_ats(store, &permit.to::<ManageIntegrations>(), &fetched).await?;
        screen::requirements(context, job.id).await?;
        let total = self
            .expect_all(context, &*connector, &job, import.id)
            .await?;
        imports::counted(store, permit, import.id, total as u64).await?;
        jobs::synced(store, permit, job.id).await?;
        Ok(())
    }

    async fn given_up(&self, context: &Context, code: &str) -> Result<(), hiring::Error> {
        let (store, permit) = (context.store(), &context.permit);
        let import = imports::start(store, permit, self.job).await?;
        imports::finish(store, permit, import.id, Some(code)).await
    }
}
