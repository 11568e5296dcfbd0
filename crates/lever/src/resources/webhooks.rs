//! Webhook subscriptions. Scope `webhooks:write:admin`. For what they deliver see [`crate::webhook`].

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

use super::{Data, WebhookId};
use crate::client::Client;
use crate::error::Error;
use crate::lenient::{self, Millis};
use crate::page::Pages;

/// What a webhook is sent for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum WebhookEvent {
    /// A new application.
    ApplicationCreated,
    /// A candidate was hired.
    CandidateHired,
    /// Another stage.
    CandidateStageChange,
    /// Archived or unarchived.
    CandidateArchiveChange,
    /// Deleted.
    CandidateDeleted,
    /// A person was added.
    ContactCreated,
    /// A person's data changed.
    ContactUpdated,
    /// Any other, by its name.
    Other(String),
}

impl WebhookEvent {
    /// As Lever writes it.
    pub fn as_str(&self) -> &str {
        match self {
            Self::ApplicationCreated => "applicationCreated",
            Self::CandidateHired => "candidateHired",
            Self::CandidateStageChange => "candidateStageChange",
            Self::CandidateArchiveChange => "candidateArchiveChange",
            Self::CandidateDeleted => "candidateDeleted",
            Self::ContactCreated => "contactCreated",
            Self::ContactUpdated => "contactUpdated",
            Self::Other(name) => name,
        }
    }
}

impl From<&str> for WebhookEvent {
    fn from(name: &str) -> Self {
        match name {
            "applicationCreated" => Self::ApplicationCreated,
            "candidateHired" => Self::CandidateHired,
            "candidateStageChange" => Self::CandidateStageChange,
            "candidateArchiveChange" => Self::CandidateArchiveChange,
            "candidateDeleted" => Self::CandidateDeleted,
            "contactCreated" => Self::ContactCreated,
            "contactUpdated" => Self::ContactUpdated,
            other => Self::Other(other.to_owned()),
        }
    }
}

impl<'de> Deserialize<'de> for WebhookEvent {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self::from(String::deserialize(deserializer)?.as_str()))
    }
}

/// The key of one webhook's signatures. `Debug` does not show it.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct SignatureToken(String);

impl SignatureToken {
    /// As text: Lever does not decode it.
    pub fn new(token: impl Into<String>) -> Self {
        Self(token.into())
    }

    /// The text, to be stored sealed.
    pub fn secret(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for SignatureToken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SignatureToken(…)")
    }
}

/// A subscription.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Webhook {
    /// Id.
    pub id: WebhookId,
    /// What for.
    pub event: WebhookEvent,
    /// Where to.
    #[serde(default, deserialize_with = "lenient::text")]
    pub url: Option<String>,
    /// Holds the signature token, in the answer of creation only.
    #[serde(default, deserialize_with = "lenient::or_default")]
    configuration: Configuration,
    /// When it was made.
    #[serde(default, deserialize_with = "lenient::time")]
    pub created_at: Option<Millis>,
}

impl Webhook {
    /// Present in the answer of [`Client::create_webhook`] and never again: lost means delete and create anew.
    pub fn signature_token(&self) -> Option<&SignatureToken> {
        self.configuration.signature_token.as_ref()
    }
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Configuration {
    #[serde(default, deserialize_with = "lenient::or_default")]
    signature_token: Option<SignatureToken>,
}

#[derive(Serialize)]
struct NewWebhook<'a> {
    event: &'a str,
    url: &'a str,
    configuration: NewConfiguration,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct NewConfiguration {
    verify_connection: bool,
}

#[derive(Serialize)]
struct Changes<'a> {
    data: Vec<Change<'a>>,
}

#[derive(Serialize)]
struct Change<'a> {
    id: &'a WebhookId,
    configuration: NewConfiguration,
}

impl Client {
    /// Subscribes. Duplicates are not refused by Lever: list first. The URL must answer 2xx to an unsigned test body before this returns.
    pub async fn create_webhook(&self, event: &WebhookEvent, url: &str) -> Result<Webhook, Error> {
        let body = NewWebhook {
            event: event.as_str(),
            url,
            configuration: NewConfiguration {
                verify_connection: true,
            },
        };
        let created: Data<Webhook> = self
            .post(self.url(&["webhooks"])?, &body, "/webhooks")
            .await?;
        Ok(created.data)
    }

    /// The subscriptions of this credential.
    pub fn webhooks(&self) -> Pages<Webhook> {
        Pages::new(self.clone(), self.url(&["webhooks"]), "/webhooks")
    }

    /// Has Lever call the URLs of these subscriptions with an empty test; nothing of them changes. An error where one does not answer 2xx.
    pub async fn test_webhooks(&self, ids: &[WebhookId]) -> Result<(), Error> {
        let body = Changes {
            data: ids
                .iter()
                .map(|id| Change {
                    id,
                    configuration: NewConfiguration {
                        verify_connection: true,
                    },
                })
                .collect(),
        };
        let _: Value = self
            .put(self.url(&["webhooks"])?, &body, "/webhooks")
            .await?;
        Ok(())
    }

    /// Unsubscribes; one that is already gone counts as done.
    pub async fn delete_webhook(&self, id: &WebhookId) -> Result<(), Error> {
        self.delete(self.url(&["webhooks", id.as_str()])?, "/webhooks/:id")
            .await
    }
}
