//! What webhooks deliver, and whether Lever sent it.
//!
//! The signature covers `token + triggeredAt` and nothing else: neither the event nor its data. So take the data as a hint, read the object again
//! from the API, and refuse a token that was seen before.

use std::time::Duration;

use hmac::{Hmac, Mac};
use serde::Deserialize;
use serde_json::Value;
use sha2::Sha256;

use crate::lenient::{self, Millis};
use crate::resources::{
    ApplicationId, Archived, ContactId, OpportunityId, SignatureToken, StageId, WebhookEvent,
};

/// The largest body that is looked at, in bytes. Deliveries carry ids only.
pub const BODY_LIMIT: usize = 64 * 1024;

/// A delivery that Lever signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    /// The event's id, where it is given.
    pub id: Option<String>,
    /// What happened.
    pub event: WebhookEvent,
    /// When.
    pub triggered_at: Millis,
    /// Random, one per delivery, the same in retries: remember it and refuse repeats.
    pub token: String,
    /// What it happened to.
    pub data: EventData,
    /// The test button's delivery: real envelope, no data.
    pub ping: bool,
}

/// The ids of a delivery, unsigned.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct EventData {
    /// The opportunity.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub opportunity_id: Option<OpportunityId>,
    /// The same under its old name.
    #[serde(default, deserialize_with = "lenient::or_default")]
    candidate_id: Option<OpportunityId>,
    /// The application.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub application_id: Option<ApplicationId>,
    /// The person.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub contact_id: Option<ContactId>,
    /// The stage before.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub from_stage_id: Option<StageId>,
    /// The stage after.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub to_stage_id: Option<StageId>,
    /// Archived before.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub from_archived: Option<Archived>,
    /// Archived after.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub to_archived: Option<Archived>,
}

impl EventData {
    /// The opportunity, by its new or its old name.
    pub fn opportunity(&self) -> Option<&OpportunityId> {
        self.opportunity_id.as_ref().or(self.candidate_id.as_ref())
    }
}

/// Why a body is not taken for a delivery of Lever.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Rejected {
    /// Over [`BODY_LIMIT`].
    #[error("the body is too large")]
    TooLarge,
    /// Not the documented JSON.
    #[error("the body is not a delivery")]
    Malformed,
    /// No signature.
    #[error("the delivery is not signed")]
    Unsigned,
    /// Another key, or changed on the way.
    #[error("the signature is wrong")]
    WrongSignature,
    /// Signed rightly, but too long ago or ahead of time.
    #[error("the delivery is outside the window")]
    Stale,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Envelope {
    #[serde(default, deserialize_with = "lenient::text")]
    id: Option<String>,
    event: WebhookEvent,
    #[serde(default, deserialize_with = "lenient::integer")]
    triggered_at: Option<i64>,
    #[serde(default, deserialize_with = "lenient::text")]
    token: Option<String>,
    #[serde(default, deserialize_with = "lenient::text")]
    signature: Option<String>,
    #[serde(default)]
    data: Value,
}

fn read(body: &[u8]) -> Result<Envelope, Rejected> {
    if body.len() > BODY_LIMIT {
        return Err(Rejected::TooLarge);
    }
    serde_json::from_slice(body).map_err(|_| Rejected::Malformed)
}

/// Checks a body against a webhook's signature token. `window` is how far its time may be from `now`, either way; Lever repeats a failed delivery later, unchanged.
pub fn verify(
    body: &[u8],
    key: &SignatureToken,
    now: Millis,
    window: Duration,
) -> Result<Delivery, Rejected> {
    let envelope = read(body)?;
    let signature = envelope.signature.ok_or(Rejected::Unsigned)?;
    let (Some(token), Some(triggered_at)) = (envelope.token, envelope.triggered_at) else {
        return Err(Rejected::Malformed);
    };
    let signature = hex::decode(signature).map_err(|_| Rejected::WrongSignature)?;
    mac(key, &token, triggered_at)
        .verify_slice(&signature)
        .map_err(|_| Rejected::WrongSignature)?;
    if now.0.abs_diff(triggered_at) > window.as_millis() as u64 {
        return Err(Rejected::Stale);
    }
    Ok(Delivery {
        ping: is_empty(&envelope.data),
        id: envelope.id,
        event: envelope.event,
        triggered_at: Millis(triggered_at),
        token,
        data: serde_json::from_value(envelope.data).unwrap_or_default(),
    })
}

/// Whether a body is a test without data. Lever may send one, unsigned, before it tells the signature token; answer it with 2xx and do nothing.
pub fn is_ping(body: &[u8]) -> bool {
    read(body).is_ok_and(|envelope| is_empty(&envelope.data))
}

fn is_empty(data: &Value) -> bool {
    match data {
        Value::Null => true,
        Value::Object(data) => data.is_empty(),
        _ => false,
    }
}

/// HMAC-SHA-256 over `token + decimal(triggeredAt)`, keyed with the signature token as text. The comparison is in constant time.
#[expect(clippy::expect_used, reason = "HMAC takes keys of any length")]
fn mac(key: &SignatureToken, token: &str, triggered_at: i64) -> Hmac<Sha256> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key.secret().as_bytes()).expect("any length");
    mac.update(token.as_bytes());
    mac.update(triggered_at.to_string().as_bytes());
    mac
}
