//! Makes the ATS call us: one webhook per event, none twice. What is wrong with one is found by looking, and mended by making it anew.

use async_trait::async_trait;
use hiring::webhooks::{self, Problem, Webhook};
use hiring::{IntegrationId, WebhookId};
use serde::{Deserialize, Serialize};

use super::{About, Context, Task, TaskError};
use crate::connector::{Connector, ConnectorError};

/// Creates the webhooks that are missing, and those that do not work anew.
#[derive(Serialize, Deserialize)]
pub struct CreateWebhooks {
    integration: IntegrationId,
}

impl CreateWebhooks {
    /// Of a connection.
    pub fn of(integration: IntegrationId) -> Self {
        Self { integration }
    }

    /// Looks at the webhooks in the ATS and notes what is wrong with each.
    pub(super) async fn look(
        context: &Context,
        connector: &dyn Connector,
        integration: IntegrationId,
    ) -> Result<(), TaskError> {
        let (store, permit) = (context.store(), &context.permit);
        let remote = connector.webhooks().await?;
        for webhook in webhooks::list(store, permit, integration).await? {
            let problem = match webhook.problem {
                _ if webhook.by_hand => None,
                Some(Problem::Refused) => Some(Problem::Refused),
                _ => problem(context, &webhook, &remote),
            };
            webhooks::checked(store, permit, webhook.id, problem).await?;
        }
        Ok(())
    }

    /// What does not work (a crash between the two sides, an earlier connection, a lost key) is removed on both sides; the events that stand.
    async fn tidy(
        &self,
        context: &Context,
        connector: &dyn Connector,
    ) -> Result<Vec<String>, TaskError> {
        let (store, permit) = (context.store(), &context.permit);
        let known = webhooks::list(store, permit, self.integration).await?;
        let remote = connector.webhooks().await?;
        let (standing, broken): (Vec<Webhook>, Vec<Webhook>) =
            known.into_iter().partition(|webhook| {
                // The other half of one made by hand is a person's.
                webhook.by_hand || webhook.active && problem(context, webhook, &remote).is_none()
            });
        let ours = ours(context);
        let is = |webhooks: &[Webhook], id: &String| {
            let mut webhooks = webhooks.iter();
            webhooks.any(|webhook| webhook.remote_id.as_ref() == Some(id))
        };
        for (id, url) in &remote {
            let left_over = match url.strip_prefix(&ours) {
                Some(path) => !is(&standing, id) && !self.is_of_another(context, path).await?,
                None => false,
            };
            if left_over || is(&broken, id) {
                connector.delete_webhook(id).await?;
            }
        }
        for webhook in broken {
            webhooks::remove(store, permit, webhook.id).await?;
        }
        Ok(standing.into_iter().map(|webhook| webhook.event).collect())
    }

    /// Another connection of this installation to the same account has webhooks of its own there.
    async fn is_of_another(&self, context: &Context, path: &str) -> Result<bool, TaskError> {
        match webhooks::find(context.store(), path).await {
            Ok(endpoint) => Ok(endpoint.integration != self.integration),
            Err(hiring::Error::NotFound) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    async fn create(
        &self,
        context: &Context,
        connector: &dyn Connector,
        event: &str,
    ) -> Result<(), TaskError> {
        let (store, permit) = (context.store(), &context.permit);
        // The path must answer before the ATS is asked: it calls before it answers.
        let (id, secret) = webhooks::prepare(store, permit, self.integration, event).await?;
        let url = format!("{}{}", ours(context), secret.expose());
        // On an error the half-made one is tidied up at the next try, here and there.
        let made = match connector.create_webhook(event, &url).await {
            Err(ConnectorError::Refused | ConnectorError::Forbidden) => {
                return self.refused(context, id).await;
            }
            outcome => outcome?,
        };
        let key = made.signature_token.as_ref();
        webhooks::created(store, permit, id, &made.id, key).await?;
        if key.is_none() {
            webhooks::checked(store, permit, id, Some(Problem::SecretLost)).await?;
        }
        Ok(())
    }

    /// Trying again would be refused again: people are told what to do, and changes are found by looking meanwhile.
    async fn refused(&self, context: &Context, id: WebhookId) -> Result<(), TaskError> {
        let (store, permit) = (context.store(), &context.permit);
        webhooks::checked(store, permit, id, Some(Problem::Refused)).await?;
        tracing::warn!(integration = %self.integration, "a webhook was refused");
        Ok(())
    }
}

/// What our addresses begin with.
fn ours(context: &Context) -> String {
    context.integrations.address("hooks/lever/").to_string()
}

/// What is wrong with a webhook, as the ATS lists them: id and address.
fn problem(context: &Context, webhook: &Webhook, remote: &[(String, String)]) -> Option<Problem> {
    let listed = remote
        .iter()
        .find(|(id, _)| webhook.remote_id.as_ref() == Some(id));
    let Some((_, url)) = listed else {
        return Some(Problem::Missing);
    };
    let path = url.strip_prefix(&ours(context));
    if !path.is_some_and(|path| webhook.is_at(path)) {
        return Some(Problem::Elsewhere);
    }
    (!webhook.has_secret).then_some(Problem::SecretLost)
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
            if !standing.iter().any(|known| known == event) {
                self.create(context, &*connector, event).await?;
            }
        }
        Self::look(context, &*connector, self.integration).await
    }
}
