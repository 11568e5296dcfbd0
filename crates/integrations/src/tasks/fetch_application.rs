//! Reads one application again because something happened to it: a webhook, a poll, a person's *Re-sync*.

use async_trait::async_trait;
use hiring::IntegrationId;
use serde::{Deserialize, Serialize};

use super::{About, Context, Task, TaskError};
use crate::fetch;

/// A fetch that somebody waits for.
#[derive(Serialize, Deserialize)]
pub struct FetchApplication {
    integration: IntegrationId,
    /// The ATS's id of the candidacy.
    application: String,
}

impl FetchApplication {
    /// Of a candidacy.
    pub fn of(integration: IntegrationId, application: &str) -> Self {
        Self {
            integration,
            application: application.to_owned(),
        }
    }
}

#[async_trait]
impl Task for FetchApplication {
    const KIND: &'static str = "fetch_application";

    fn key(&self) -> String {
        format!("{}/{}", self.integration, self.application)
    }

    fn about(&self) -> About {
        About::Candidacy(self.integration, self.application.clone())
    }

    async fn run(&self, context: &Context) -> Result<(), TaskError> {
        let connector = context
            .integrations
            .connector(&context.permit, self.integration)
            .await?;
        fetch::application(context, &*connector, self.integration, &self.application).await
    }
}
