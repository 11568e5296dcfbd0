//! Watches a connection: two light calls, which notice a revocation, changes and deletions that no webhook told of.

use std::time::Duration;

use async_trait::async_trait;
use hiring::{IntegrationId, Millis, applications, integrations, queue};
use serde::{Deserialize, Serialize};

use super::{About, Context, FetchApplication, Task, TaskError};
use crate::connector::{Connector, ConnectorError};

/// The ATS's clock may be behind ours, and changes may become visible late.
const OVERLAP: Duration = Duration::from_secs(120);
/// An access token may outlive a revocation until it runs out; a refresh does not. With a look every minute it is noticed within 15 minutes.
const REFRESH_EVERY: Duration = Duration::from_secs(14 * 60);
/// How long Lever's access tokens live.
const TOKEN_LIVES: Duration = Duration::from_secs(3600);
/// The light call asks for one change; only if there is one, for a page of them.
const PAGE: u8 = 100;

/// One look at a connection. Queued every minute by [`crate::workers::run`].
#[derive(Serialize, Deserialize)]
pub struct WatchConnection {
    integration: IntegrationId,
}

impl WatchConnection {
    /// How often a connection is looked at.
    pub const EVERY: Duration = Duration::from_secs(60);

    /// Of a connection.
    pub fn of(integration: IntegrationId) -> Self {
        Self { integration }
    }
}

#[async_trait]
impl Task for WatchConnection {
    const KIND: &'static str = "watch_connection";

    fn key(&self) -> String {
        self.integration.to_string()
    }

    fn about(&self) -> About {
        About::Connection(self.integration)
    }

    async fn run(&self, context: &Context) -> Result<(), TaskError> {
        match self.look(context).await {
            // Noticed, and written down by whoever noticed first: there is nothing left to watch.
            Err(TaskError::Postpone(_, code)) if code == ConnectorError::Disconnected.code() => {
                Ok(())
            }
            outcome => outcome,
        }
    }
}

impl WatchConnection {
    async fn look(&self, context: &Context) -> Result<(), TaskError> {
        let (store, permit) = (context.store(), &context.permit);
        let known = integrations::read(store, permit, self.integration).await?;
        let connector = context
            .integrations
            .connector(permit, self.integration)
            .await?;
        // A token that lives an hour and has less than 46 minutes left was not refreshed for 14.
        let life_left = known
            .token_expires_at
            .unwrap_or_default()
            .since(store.now());
        if life_left + REFRESH_EVERY < TOKEN_LIVES {
            connector.refresh().await?;
        }
        let since = known
            .last_sync_at
            .unwrap_or(known.created_at)
            .before(OVERLAP);
        if !connector
            .changed_since(since, 1, None)
            .await?
            .items
            .is_empty()
        {
            self.fetch_news(context, &*connector, since).await?;
        }
        self.fetch_deletions(context, &*connector, since).await?;
        integrations::synced(store, permit, self.integration).await?;
        Ok(())
    }

    /// Whom the ATS deleted is erased within a minute or so, although no webhook told: a deleted candidacy is in no list of changes.
    async fn fetch_deletions(
        &self,
        context: &Context,
        connector: &dyn Connector,
        since: Millis,
    ) -> Result<(), TaskError> {
        let (store, permit) = (context.store(), &context.permit);
        let mut after = None;
        loop {
            let page = match connector.deleted_since(since, after.take()).await {
                // Consent does not reach that far: then nobody says so.
                Err(ConnectorError::NotFound | ConnectorError::Forbidden) => return Ok(()),
                outcome => outcome?,
            };
            let mut gone: Vec<queue::Task> = Vec::new();
            for id in &page.applications {
                let here = applications::by_remote_id(store, permit, self.integration, id).await?;
                if !here.is_empty() {
                    gone.push(FetchApplication::found(self.integration, id).task());
                }
            }
            if !gone.is_empty() {
                queue::enqueue(store, permit, &gone).await?;
            }
            after = page.next;
            if after.is_none() {
                return Ok(());
            }
        }
    }

    async fn fetch_news(
        &self,
        context: &Context,
        connector: &dyn Connector,
        since: Millis,
    ) -> Result<(), TaskError> {
        let (store, permit) = (context.store(), &context.permit);
        let mut after = None;
        loop {
            let page = connector.changed_since(since, PAGE, after.take()).await?;
            let mut news: Vec<queue::Task> = Vec::new();
            for change in &page.items {
                let (id, job, at) = (&change.application, &change.job, change.updated_at);
                let integration = self.integration;
                let job = job.as_deref();
                let is_news = if change.anonymized {
                    // Whoever is here in whatever way must go: also who left the board, or stands on a job that is no longer processed.
                    let here = applications::by_remote_id(store, permit, integration, id).await?;
                    !here.is_empty()
                } else {
                    let news = applications::news(store, permit, integration, id, job, at).await?;
                    news.is_some()
                };
                if is_news {
                    news.push(FetchApplication::found(integration, id).task());
                }
            }
            if !news.is_empty() {
                queue::enqueue(store, permit, &news).await?;
            }
            after = page.next;
            if after.is_none() {
                return Ok(());
            }
        }
    }
}
