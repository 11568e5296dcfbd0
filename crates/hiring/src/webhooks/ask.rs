//! What a person asks of a connection's webhooks by a button: written to the audit, with the work that it means.

use serde_json::json;

use crate::permission::ManageIntegrations;
use crate::queue::{self, Task};
use crate::{Error, IntegrationId, Permit, Store, audit, integrations};

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// Those that are missing, made.
    Create,
    /// A test delivery to each.
    Test,
}

/// Writes it down and queues `tasks`; both or neither.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn ask(
    store: &Store,
    permit: &Permit<ManageIntegrations>,
    integration: IntegrationId,
    asked: Asked,
    tasks: &[Task],
) -> Result<(), Error> {
    integrations::read(store, permit, integration).await?;
    let action = match asked {
        Asked::Create => "webhook.create",
        Asked::Test => "webhook.test",
    };
    let mut tx = store.begin().await?;
    let target = integration.to_string();
    audit::record(&mut tx, permit, action, &target, &json!({})).await?;
    for task in tasks {
        queue::enqueue_in(&mut tx, permit.organization(), task).await?;
    }
    tx.commit().await
}
