//! Fetches one application because a comparison found a difference: the same way in, behind live work, and counted.

use async_trait::async_trait;
use hiring::reconciliations::{self, ItemState, RunState};
use hiring::{IntegrationId, ReconciliationId};
use serde::{Deserialize, Serialize};

use super::{About, Context, Task, TaskError};
use crate::fetch::{self, Because};

/// After this many tries it is left to the next comparison.
const TRIES: i64 = 6;

/// A fetch that a reconciliation counts.
#[derive(Serialize, Deserialize)]
pub struct ReconcileApplication {
    integration: IntegrationId,
    reconciliation: ReconciliationId,
    /// The ATS's id of the candidacy.
    application: String,
}

impl ReconcileApplication {
    /// Of a candidacy, for a reconciliation.
    pub fn of(
        integration: IntegrationId,
        reconciliation: ReconciliationId,
        application: &str,
    ) -> Self {
        Self {
            integration,
            reconciliation,
            application: application.to_owned(),
        }
    }

    async fn settle(&self, context: &Context, state: ItemState) -> Result<(), hiring::Error> {
        let (store, permit) = (context.store(), &context.permit);
        let (id, application) = (self.reconciliation, &self.application);
        reconciliations::settle_item(store, permit, id, application, state).await
    }
}

#[async_trait]
impl Task for ReconcileApplication {
    const KIND: &'static str = "reconcile_application";

    /// That of [`FetchApplication`](super::FetchApplication): of two fetches at once the older one could be kept last.
    fn key(&self) -> String {
        format!("{}/{}", self.integration, self.application)
    }

    fn is_bulk(&self) -> bool {
        true
    }

    fn about(&self) -> About {
        About::Candidacy(self.integration, self.application.clone())
    }

    async fn run(&self, context: &Context) -> Result<(), TaskError> {
        let (store, permit) = (context.store(), &context.permit);
        let run = reconciliations::read_for_work(store, permit, self.reconciliation).await?;
        // Paused: whoever resumes queues it anew. Ended: nobody wants it any more.
        if run.paused || !matches!(run.state, RunState::Comparing | RunState::Applying) {
            return Ok(());
        }
        let connector = context
            .integrations
            .connector(permit, self.integration)
            .await?
            .for_bulk();
        let because = Because::Looked;
        let id = &self.application;
        match fetch::application(context, &*connector, self.integration, id, because).await {
            Ok(()) | Err(TaskError::Gone) => Ok(self.settle(context, ItemState::Done).await?),
            // The next comparison finds it again; a row of failed work for each would say the same many times.
            Err(TaskError::Dead(_)) => Ok(self.settle(context, ItemState::Failed).await?),
            Err(TaskError::Retry(_)) if context.leased.attempt >= TRIES => {
                Ok(self.settle(context, ItemState::Failed).await?)
            }
            Err(error) => Err(error),
        }
    }

    async fn given_up(&self, context: &Context, _code: &str) -> Result<(), hiring::Error> {
        self.settle(context, ItemState::Failed).await
    }
}
