//! Makes the ATS call us: one webhook per event, none twice.

use async_trait::async_trait;
use hiring::IntegrationId;
use serde::{Deserialize, Serialize};

use super::{About, Context, Task, TaskError};

/// Creates the webhooks that are missing.
#[derive(Serialize, Deserialize)]
pub struct CreateWebhooks {
    integration: IntegrationId,
}

impl CreateWebhooks {
    /// Of a connection.
    pub fn of(integration: IntegrationId) -> Self {
        Self { integration }
    }

    /// What stands half made (a crash between the two sides) or belongs to an earlier connection is removed on both sides.
    async fn tidy(
        &self,
        context: &Context,
        connector: &dyn crate::connector::Connector,
    ) -> Result<Vec<String>, TaskError> {
        let known =
            hiring::webhooks::list(context.store(), &context.permit, self.integration).await?;
        let remote = connector.webhooks().await?;
        let ours = context.integrations.address("hooks/lever/").to_string();
        for (id, url) in &remote {
            let is_known = known
                .iter()
                .any(|webhook| webhook.active && webhook.remote_id.as_ref() == Some(id));
            if url.starts_with(&ours) && !is_known {
                connector.delete_webhook(id).await?;
            }
        }
        let mut standing = Vec::new();
        for webhook in known {
            let there = remote
                .iter()
                .any(|(id, _)| webhook.remote_id.as_ref() == Some(id));
            if webhook.active && there {
                standing.push(webhook.event);
            } else {
                hiring::webhooks::remove(context.store(), &context.permit, webhook.id).await?;
            }
        }
        Ok(standing)
    }
}

#[async_trait]
impl Task for CreateWebhooks {
    const KIND: &'static str = "create_webhooks";

    fn key(&self) -> String {
        self.integration.to_string()
    }

    fn about(&self) -> About {
        About::Connection(self.integration)
    }

    async fn run(&self, context: &Context) -> Result<(), TaskError> {
        let connector = context
            .integrations
            .connector(&context.permit, self.integration)
            .await?;
        let standing = self.tidy(context, &*connector).await?;
        for &event in connector.events() {
            if standing.iter().any(|known| known == event) {
                continue;
            }
            // The path must answer before the ATS is asked: it calls before it answers.
            let (id, secret) = hiring::webhooks::prepare(
                context.store(),
                &context.permit,
                self.integration,
                event,
            )
            .await?;
            let url = context
                .integrations
                .address(&format!("hooks/lever/{}", secret.expose()));
            // On an error the half-made one is tidied up at the next try, here and there.
            let made = connector.create_webhook(event, url.as_str()).await?;
            hiring::webhooks::created(
                context.store(),
                &context.permit,
                id,
                &made.id,
                made.signature_token.as_ref(),
            )
            .await?;
        }
        Ok(())
    }
}
