//! Reads one application again because something happened to it: a webhook, a poll, a person's *Re-sync*.

use async_trait::async_trait;
use hiring::IntegrationId;
use serde::{Deserialize, Serialize};

use super::{About, Context, Task, TaskError};
use crate::fetch::{self, Because};

/// A fetch that somebody waits for.
#[derive(Serialize, Deserialize)]
pub struct FetchApplication {
    integration: IntegrationId,
    /// The ATS's id of the candidacy.
    application: String,
    /// CLARA found by looking that it changed: nobody told.
    #[serde(default)]
    looked: bool,
}

impl FetchApplication {
    /// Of a candidacy of which somebody told.
    pub fn of(integration: IntegrationId, application: &str) -> Self {
        Self {
            integration,
            application: application.to_owned(),
            looked: false,
        }
    }

    /// Of a candidacy that was found to have changed.
    pub fn found(integration: IntegrationId, application: &str) -> Self {
        Self {
            looked: true,
            ..Self::of(integration, application)
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
        let because = if self.looked {
            Because::Looked
        } else {
            Because::Asked
        };
        let id = &self.application;
        fetch::application(context, &*connector, self.integration, id, because).await
    }
}
