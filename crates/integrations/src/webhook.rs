//! Webhook intake: checked, kept with the work it asks for, answered. What it says is a hint; the work reads the ATS again.

use hiring::queue;
use hiring::webhooks::{self, Receipt};
use lever::webhook::Rejected;

use crate::Integrations;
use crate::lever_connector::{is_ping, read_delivery};
use crate::tasks::{FetchApplication, Task};

/// What became of a delivery, for the answer: 2xx for the first three.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Received {
    /// Kept, and its work queued.
    Stored,
    /// Kept before.
    Duplicate,
    /// A test without data.
    Ping,
    /// Nobody listens at this path (404).
    Unknown,
    /// Not from the ATS, or unreadable (400, 401, 413).
    Rejected(Rejected),
}

/// Takes a delivery. Answer only after this: what is stored is never lost.
///
/// # Errors
/// [`hiring::Error::Unavailable`]: nothing was kept, answer 503 and the ATS comes again.
pub async fn receive(
    integrations: &Integrations,
    path_secret: &str,
    body: &[u8],
) -> Result<Received, hiring::Error> {
    let store = integrations.store();
    let endpoint = match webhooks::find(store, path_secret).await {
        Err(hiring::Error::NotFound) => return Ok(Received::Unknown),
        outcome => outcome?,
    };
    let ping = is_ping(body);
    let by_hand = endpoint.by_hand;
    if ping && !by_hand {
        // Whoever sent it, the way is open. It changes nothing else, so its signature may be anything: Lever tests a path before it tells the key.
        webhooks::reached(store, &endpoint.permit, endpoint.webhook).await?;
    }
    let Some(key) = &endpoint.signature_token else {
        return Ok(if ping {
            Received::Ping
        } else {
            Received::Rejected(Rejected::Unsigned)
        });
    };
    let event = match read_delivery(body, key, store.now()) {
        Ok(event) => event,
        Err(Rejected::Unsigned) if ping => return Ok(Received::Ping),
        Err(Rejected::WrongSignature) if ping && !by_hand => return Ok(Received::Ping),
        Err(rejected) => {
            if by_hand && rejected == Rejected::WrongSignature {
                // A person copied the key: most likely not this webhook's.
                webhooks::key_refused(store, &endpoint.permit, endpoint.webhook).await?;
            }
            tracing::warn!(webhook = %endpoint.webhook, %rejected, "a delivery was refused");
            return Ok(Received::Rejected(rejected));
        }
    };
    let task: Option<queue::Task> = event
        .application
        .as_ref()
        .map(|application| FetchApplication::of(endpoint.integration, application).task());
    let receipt = webhooks::store_receipt(
        store,
        &endpoint,
        &event.token,
        &event.name,
        event.application.as_deref(),
        task.as_ref(),
    )
    .await?;
    if ping && by_hand {
        // Signed with the key that a person brought: that proves both, and whoever looks sees it at once.
        webhooks::reached(store, &endpoint.permit, endpoint.webhook).await?;
    }
    tracing::debug!(webhook = %endpoint.webhook, event = event.name, ?receipt, "delivery kept");
    Ok(match receipt {
        Receipt::Duplicate => Received::Duplicate,
        Receipt::Stored if task.is_none() => Received::Ping,
        Receipt::Stored => Received::Stored,
    })
}
