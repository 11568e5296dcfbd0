//! Moves standing cards to where a status mapping that was just saved puts them, a few at a time.

use async_trait::async_trait;
use hiring::IntegrationId;
use hiring::status_mapping::{self, StatusKey};
use serde::{Deserialize, Serialize};

use super::{About, Context, Task, TaskError};

/// The cards of some statuses. The row is made by `hiring`, in the transaction that saves the mapping.
#[derive(Serialize, Deserialize)]
pub struct ApplyMapping {
    integration: IntegrationId,
    statuses: Vec<StatusKey>,
}

#[async_trait]
impl Task for ApplyMapping {
    const KIND: &'static str = status_mapping::APPLY_MAPPING;

    fn key(&self) -> String {
        self.integration.to_string()
    }

    fn about(&self) -> About {
        About::Connection(self.integration)
    }

    async fn run(&self, context: &Context) -> Result<(), TaskError> {
        let (store, permit) = (context.store(), &context.permit);
        while status_mapping::apply_some(store, permit, self.integration, &self.statuses).await? {
            context.hold().await?;
        }
        Ok(())
    }
}
