//! `/webhooks`: who is told of what, and the deliveries that follow. [`crate::deliveries`] sends them.

use std::collections::BTreeSet;

use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
};
use hmac::{Hmac, Mac};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sha2::Sha256;
use url::Url;

use crate::{
    app::Shared,
    auth::{Access, Caller, Owner},
    body::Fields,
    error::ApiError,
    random,
    state::{Event, World, now},
};

/// Every event with the name of its group on the settings page.
pub(crate) const EVENTS: &[(&str, &str)] = &[
    ("applicationCreated", "Application Created"),
    ("candidateHired", "Candidate Hired"),
    ("candidateStageChange", "Candidate Stage Change"),
    ("candidateArchiveChange", "Candidate Archive State Change"),
    ("candidateDeleted", "Candidate Deleted"),
    ("interviewCreated", "Interview Created"),
    ("interviewUpdated", "Interview Updated"),
    ("interviewDeleted", "Interview Deleted"),
    ("contactCreated", "Contact Created"),
    ("contactUpdated", "Contact Updated"),
];
const ORIGINS: &[&str] = &[
    "applied",
    "sourced",
    "referred",
    "university",
    "internal",
    "agency",
];
const WITH_ORIGINS: &[&str] = &[
    "applicationCreated",
    "candidateArchiveChange",
    "candidateHired",
    "candidateStageChange",
];
/// The history holds the last thousand requests of the last two weeks.
const HISTORY: usize = 1000;
const HISTORY_AGE: i64 = 14 * 24 * 3_600_000;

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Webhook {
    pub id: String,
    pub owner: Owner,
    pub event: String,
    pub url: String,
    /// `None` for events that know no origins.
    pub origins: Option<BTreeSet<String>>,
    pub signature_token: String,
    pub created_at: i64,
    pub updated_at: i64,
}

/// One request of the history with its attempts.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Delivery {
    pub id: String,
    pub webhook: String,
    pub event: String,
    pub url: String,
    /// The body as it is sent, again at every attempt.
    pub body: String,
    pub created_at: i64,
    pub attempts: Vec<Attempt>,
    /// Whether another attempt is still to come.
    pub pending: bool,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Attempt {
    pub at: i64,
    /// `None`: no answer.
    pub status: Option<u16>,
    /// What went wrong, where no answer came.
    pub error: Option<String>,
}

impl Delivery {
    pub fn arrived(&self) -> bool {
        self.attempts.iter().any(|attempt| {
            attempt
                .status
                .is_some_and(|status| (200..300).contains(&status))
        })
    }
}

/// A signed body: `signature` covers the token and the time, nothing else.
fn envelope(id: &str, event: &str, data: &Value, signature_token: &str, now: i64) -> Value {
    let token = random::hex(24);
    json!({
        "id": id, "event": event, "triggeredAt": now, "token": token, "signature": sign(signature_token, &token, now), "data": data,
    })
}

fn sign(signature_token: &str, token: &str, triggered_at: i64) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(signature_token.as_bytes())
        .expect("an HMAC key may have any length");
    mac.update(format!("{token}{triggered_at}").as_bytes());
    hex::encode(mac.finalize().into_bytes())
}

impl World {
    /// Turns what happened into deliveries, for every webhook that wants to hear of it.
    pub fn deliveries_due(&mut self) -> Vec<Delivery> {
        let mut events = std::mem::take(&mut self.outbox);
        events.retain(|event| self.event_groups.contains(event.name));
        let mut due = Vec::new();
        for event in &events {
            let wanting: Vec<Webhook> = self
                .webhooks
                .iter()
                .filter(|webhook| self.wants(webhook, event))
                .cloned()
                .collect();
            due.extend(
                wanting
                    .iter()
                    .map(|webhook| self.new_delivery(webhook, &webhook.event, &event.data)),
            );
        }
        due
    }

    fn wants(&self, webhook: &Webhook, event: &Event) -> bool {
        let live = match &webhook.owner {
            Owner::App { client_id } => self.oauth.is_live(client_id),
            Owner::ApiKey => true,
        };
        live && webhook.event == event.name
            && webhook
                .origins
                .as_ref()
                .is_none_or(|origins| origins.contains(&event.origin))
    }

    /// A delivery in the history, yet to be sent.
    pub fn new_delivery(&mut self, webhook: &Webhook, event: &str, data: &Value) -> Delivery {
        let now = now();
        let id = self.ids.next();
        let body = envelope(&id, event, data, &webhook.signature_token, now).to_string();
        let delivery = Delivery {
            id,
            webhook: webhook.id.clone(),
            event: event.to_owned(),
            url: webhook.url.clone(),
            body,
            created_at: now,
            attempts: Vec::new(),
            pending: true,
        };
        self.deliveries.push_back(delivery.clone());
        while self.deliveries.len() > HISTORY
            || self
                .deliveries
                .front()
                .is_some_and(|oldest| oldest.created_at < now - HISTORY_AGE)
        {
            self.deliveries.pop_front();
        }
        delivery
    }
}

/// `GET /webhooks`: those of the credential in use, without their signature tokens and without `hasNext`.
pub(crate) async fn list(
    State(app): State<Shared>,
    caller: Caller,
) -> Result<Json<Value>, ApiError> {
    caller.may(Access::Read, "webhooks")?;
    Ok(Json(app.read(
        |world| json!({ "data": own(world, &caller).map(render).collect::<Vec<_>>() }),
    )))
}

/// `POST /webhooks`: the only answer that shows the signature token.
pub(crate) async fn create(
    State(app): State<Shared>,
    caller: Caller,
    fields: Fields,
) -> Result<(StatusCode, Json<Value>), ApiError> {
    caller.may(Access::Write, "webhooks")?;
    let event = fields.required("event")?.to_owned();
    if !EVENTS.iter().any(|(known, _)| *known == event) {
        return Err(ApiError::bad_request(format!("{event} is not an event")));
    }
    let url = valid_url(fields.required("url")?)?;
    let configuration = &fields.0["configuration"];
    let origins = origins(&event, configuration)?;
    if configuration["verifyConnection"] == true {
        verify_connection(&app, &url, &event).await?;
    }
    let now = now();
    Ok(app.change(|world| {
        let signature_token = random::hex(24);
        let webhook = Webhook {
            id: world.ids.next(),
            owner: caller.owner,
            event,
            url,
            origins,
            signature_token,
            created_at: now,
            updated_at: now,
        };
        let mut data = render(&webhook);
        data["configuration"]["signatureToken"] = json!(webhook.signature_token);
        world.webhooks.push(webhook);
        (StatusCode::CREATED, Json(json!({ "data": data })))
    }))
}

/// `PUT /webhooks` with `{data: [{id, url?, configuration?}]}`: all of them are changed, or none.
pub(crate) async fn update(
    State(app): State<Shared>,
    caller: Caller,
    fields: Fields,
) -> Result<Json<Value>, ApiError> {
    caller.may(Access::Write, "webhooks")?;
    let changes = fields.0["data"]
        .as_array()
        .ok_or_else(|| ApiError::bad_request("Missing required field: data"))?;
    let mut changed = Vec::new();
    for change in changes {
        let id = change["id"].as_str().unwrap_or_default();
        let mut webhook = app
            .read(|world| {
                own(world, &caller)
                    .find(|webhook| webhook.id == id)
                    .cloned()
            })
            .ok_or_else(|| ApiError::not_found("webhooks", id))?;
        if let Some(url) = change["url"].as_str() {
            webhook.url = valid_url(url)?;
        }
        if !change["configuration"]["conditions"].is_null() {
            webhook.origins = origins(&webhook.event, &change["configuration"])?;
        }
        if change["configuration"]["verifyConnection"] == true {
            verify_connection(&app, &webhook.url, &webhook.event).await?;
        }
        webhook.updated_at = now();
        changed.push(webhook);
    }
    app.change(|world| {
        for new in &changed {
            if let Some(webhook) = world
                .webhooks
                .iter_mut()
                .find(|webhook| webhook.id == new.id)
            {
                webhook.clone_from(new);
            }
        }
    });
    Ok(Json(
        json!({ "data": changed.iter().map(render).collect::<Vec<_>>() }),
    ))
}

/// `DELETE /webhooks/{id}`
pub(crate) async fn delete(
    State(app): State<Shared>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<StatusCode, ApiError> {
    caller.may(Access::Write, "webhooks")?;
    app.change(|world| {
        let found = own(world, &caller).any(|webhook| webhook.id == id);
        world
            .webhooks
            .retain(|webhook| !(found && webhook.id == id));
        if found {
            Ok(StatusCode::NO_CONTENT)
        } else {
            Err(ApiError::not_found("webhooks", &id))
        }
    })
}

/// Calls the URL with a test body before the webhook is saved, so before its signature token is known to anybody.
async fn verify_connection(app: &Shared, url: &str, event: &str) -> Result<(), ApiError> {
    let body = envelope(&random::hex(16), event, &json!({}), &random::hex(24), now()).to_string();
    let attempt = app.sender.attempt(url, body).await;
    if app.switches().verification_fails {
        return Err(ApiError::bad_request(
            "The webhook's URL did not pass the connection check",
        ));
    }
    match attempt.status {
        Some(200..300) => Ok(()),
        Some(status) => Err(ApiError::bad_request(format!(
            "The webhook's URL answered {status}"
        ))),
        None => Err(ApiError::bad_request(
            "The webhook's URL could not be reached",
        )),
    }
}

fn own<'w>(world: &'w World, caller: &'w Caller) -> impl Iterator<Item = &'w Webhook> {
    world
        .webhooks
        .iter()
        .filter(|webhook| webhook.owner == caller.owner)
}

fn valid_url(text: &str) -> Result<String, ApiError> {
    match Url::parse(text) {
        Ok(url) if matches!(url.scheme(), "http" | "https") => Ok(text.to_owned()),
        _ => Err(ApiError::bad_request("url must be a URL")),
    }
}

/// The origins that a webhook listens to: all where no condition is given.
fn origins(event: &str, configuration: &Value) -> Result<Option<BTreeSet<String>>, ApiError> {
    let given = &configuration["conditions"]["origins"];
    let with_origins = WITH_ORIGINS.contains(&event);
    let Some(list) = given.as_array() else {
        return Ok(
            with_origins.then(|| ORIGINS.iter().map(|origin| (*origin).to_owned()).collect())
        );
    };
    if !with_origins {
        return Err(ApiError::bad_request(format!(
            "{event} knows no conditions"
        )));
    }
    let known = |origin: &Value| {
        origin
            .as_str()
            .filter(|origin| ORIGINS.contains(origin))
            .map(str::to_owned)
    };
    let origins = list.iter().map(known).collect::<Option<BTreeSet<_>>>();
    origins
        .map(Some)
        .ok_or_else(|| ApiError::bad_request("origins holds a value that is no origin"))
}

fn render(webhook: &Webhook) -> Value {
    let ordered = |origins: &BTreeSet<String>| {
        ORIGINS
            .iter()
            .filter(|origin| origins.contains(**origin))
            .copied()
            .collect::<Vec<_>>()
    };
    let configuration = match &webhook.origins {
        Some(origins) => json!({ "conditions": { "origins": ordered(origins) } }),
        None => json!({}),
    };
    json!({
        "id": webhook.id, "event": webhook.event, "url": webhook.url, "configuration": configuration,
        "createdAt": webhook.created_at, "updatedAt": webhook.updated_at,
    })
}

#[cfg(test)]
mod tests {
    use super::sign;

    #[test]
    fn the_signature_covers_token_and_time() {
        assert_eq!(
            sign("k1", "abc", 1_751_700_500_000),
            "af4bfd13f058686d67b913edeab5036d8966badd204f211abfd636b0bdb07513"
        );
    }
}
