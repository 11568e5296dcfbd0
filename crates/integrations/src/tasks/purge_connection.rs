//! Erases what a connection brought of candidates, a few at a time. A connection that is active again keeps the rest.

use async_trait::async_trait;
use hiring::integrations::{self, IntegrationState};
use hiring::{IntegrationId, erasure};
use serde::{Deserialize, Serialize};

use super::{About, Context, Task, TaskError};

/// A purge. Run again it goes on.
#[derive(Serialize, Deserialize)]
pub struct PurgeConnection {
    integration: IntegrationId,
}

impl PurgeConnection {
    /// Of a connection.
    pub fn of(integration: IntegrationId) -> Self {
        Self { integration }
    }
}

#[async_trait]
impl Task for PurgeConnection {
    const KIND: &'static str = "purge_connection";

    fn key(&self) -> String {
        format!("purge/{}", self.integration)
    }

    fn is_bulk(&self) -> bool {
        true
    }

    fn about(&self) -> About {
        About::Connection(self.integration)
    }

    async fn run(&self, context: &Context) -> Result<(), TaskError> {
        let (store, permit) = (context.store(), &context.permit);
        loop {
            let known = integrations::read(store, permit, self.integration).await?;
            let stays = known.state == IntegrationState::Active;
            if stays || !erasure::purge_some(store, permit, self.integration).await? {
                return Ok(());
            }
            context.hold().await?;
        }
    }
}
