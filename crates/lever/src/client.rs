//! The client: one authenticated, paced, repeated request at a time. Resources add their typed calls in [`crate::resources`].

use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::Bytes;
use oauth2::AccessToken;
use reqwest::header::LOCATION;
use reqwest::{Method, Response, StatusCode};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use url::Url;

use crate::environment::Environment;
use crate::error::{Error, NetworkFault, presentable};
use crate::http;
use crate::pacer::{Pacer, Priority, Usage};
use crate::retry::{RetryPolicy, retry_after};
use crate::tokens::TokenSource;

/// The largest JSON answer that is read: a page of 100 full postings stays well under it.
const JSON_LIMIT: usize = 32 * 1024 * 1024;
/// An error answer's body is read no further.
const ERROR_LIMIT: usize = 64 * 1024;
/// Redirects of one call.
const REDIRECTS: usize = 3;

/// What may be set per client.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// One attempt, from connecting to the last byte.
    pub timeout: Duration,
    /// When to try again.
    pub retry: RetryPolicy,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            timeout: Duration::from_secs(30),
            retry: RetryPolicy::default(),
        }
    }
}

/// A client of one connection. Clones share the pacer, the tokens and the HTTP connections.
#[derive(Clone)]
pub struct Client {
    shared: Arc<Shared>,
    priority: Priority,
}

struct Shared {
    environment: Environment,
    tokens: Arc<dyn TokenSource>,
    pacer: Pacer,
    settings: Settings,
    api: reqwest::Client,
    storage: reqwest::Client,
}

/// What a repetition would mean.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Repeat {
    /// The same result: reads, PUT, DELETE.
    Harmless,
    /// A second object, or another state: POST, a stage. Only what certainly was not carried out is repeated.
    CreatesAnother,
}

/// One request before it has a credential.
pub(crate) struct Call<'a> {
    pub method: Method,
    pub url: Url,
    pub body: Option<Vec<u8>>,
    pub repeat: Repeat,
    /// The route with placeholders, for logs.
    pub route: &'a str,
}

impl Client {
    /// With the documented rate limit and the default settings.
    pub fn new(environment: Environment, tokens: Arc<dyn TokenSource>) -> Result<Self, Error> {
        Self::with(environment, tokens, Pacer::default(), Settings::default())
    }

    /// With a pacer that is shared by everything that uses the same connection.
    pub fn with(
        environment: Environment,
        tokens: Arc<dyn TokenSource>,
        pacer: Pacer,
        settings: Settings,
    ) -> Result<Self, Error> {
        let api = http::api_client(&environment, settings.timeout)?;
        let storage = http::storage_client(&environment, settings.timeout)?;
        Ok(Self {
            shared: Arc::new(Shared {
                environment,
                tokens,
                pacer,
                settings,
                api,
                storage,
            }),
            priority: Priority::default(),
        })
    }

    /// The same client for work of another priority.
    pub fn with_priority(&self, priority: Priority) -> Self {
        Self {
            shared: Arc::clone(&self.shared),
            priority,
        }
    }

    /// The environment it talks to.
    pub fn environment(&self) -> &Environment {
        &self.shared.environment
    }

    /// How much of the rate was used in the last minute.
    pub fn usage(&self) -> Usage {
        self.shared.pacer.usage()
    }

    pub(crate) fn storage(&self) -> &reqwest::Client {
        &self.shared.storage
    }

    pub(crate) fn retry_policy(&self) -> &RetryPolicy {
        &self.shared.settings.retry
    }

    /// The URL of a path under the API root. Ids come as segments of their own, so that none can leave its place.
    pub(crate) fn url(&self, segments: &[&str]) -> Result<Url, Error> {
        const BAD: Error = Error::Unusable {
            what: "an id that cannot stand in a path",
        };
        if segments
            .iter()
            .any(|segment| matches!(*segment, "" | "." | ".."))
        {
            return Err(BAD);
        }
        let mut url = self.shared.environment.api_root().clone();
        url.path_segments_mut()
            .map_err(|()| BAD)?
            .pop_if_empty()
            .extend(segments);
        Ok(url)
    }

    pub(crate) async fn get<T: DeserializeOwned>(&self, url: Url, route: &str) -> Result<T, Error> {
        let call = Call {
            method: Method::GET,
            url,
            body: None,
            repeat: Repeat::Harmless,
            route,
        };
        json(&self.body(&call).await?)
    }

    pub(crate) async fn put<T: DeserializeOwned>(
        &self,
        url: Url,
        body: &impl Serialize,
        route: &str,
    ) -> Result<T, Error> {
        let call = Call {
            method: Method::PUT,
            url,
            body: Some(encoded(body)?),
            repeat: Repeat::Harmless,
            route,
        };
        json(&self.body(&call).await?)
    }

    /// An answer that cannot be read is [`Error::Uncertain`]: the object was most likely made.
    pub(crate) async fn post<T: DeserializeOwned>(
        &self,
        url: Url,
        body: &impl Serialize,
        route: &str,
    ) -> Result<T, Error> {
        let call = Call {
            method: Method::POST,
            url,
            body: Some(encoded(body)?),
            repeat: Repeat::CreatesAnother,
            route,
        };
        json(&self.body(&call).await?).map_err(|_| Error::Uncertain)
    }

    /// A PUT whose repetition may undo what came after it: only what certainly was not carried out is repeated, and else it is [`Error::Uncertain`].
    pub(crate) async fn put_once(
        &self,
        url: Url,
        body: &impl Serialize,
        route: &str,
    ) -> Result<(), Error> {
        let call = Call {
            method: Method::PUT,
            url,
            body: Some(encoded(body)?),
            repeat: Repeat::CreatesAnother,
            route,
        };
        self.body(&call).await.map(drop)
    }

    /// What is already gone counts as deleted.
    pub(crate) async fn delete(&self, url: Url, route: &str) -> Result<(), Error> {
        let call = Call {
            method: Method::DELETE,
            url,
            body: None,
            repeat: Repeat::Harmless,
            route,
        };
        match self.body(&call).await {
            Ok(_) | Err(Error::NotFound) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// The body of a successful answer, with everything that is worth repeating repeated.
    async fn body(&self, call: &Call<'_>) -> Result<Bytes, Error> {
        let mut attempt = 1;
        loop {
            let outcome = match self.send(call).await {
                Ok(response) if response.status().is_redirection() => Err(Error::RefusedRedirect {
                    why: "too many redirects, or one without a place",
                }),
                Ok(response) => http::read_limited(response, JSON_LIMIT).await,
                Err(error) => Err(error),
            };
            match outcome {
                Ok(body) => return Ok(body),
                Err(error) => self.pause_before_retry(call, error, &mut attempt).await?,
            }
        }
    }

    /// Waits before the next attempt, or gives the error back where there is to be none.
    pub(crate) async fn pause_before_retry(
        &self,
        call: &Call<'_>,
        error: Error,
        attempt: &mut u32,
    ) -> Result<(), Error> {
        let creates = call.repeat == Repeat::CreatesAnother;
        let asked = match &error {
            Error::RateLimited { retry_after } => *retry_after,
            // Nothing was sent: as good as never tried.
            Error::Network(NetworkFault::Connect) => None,
            Error::Network(_) | Error::Server { .. } | Error::TooLarge { .. } if creates => {
                return Err(Error::Uncertain);
            }
            Error::Network(_) | Error::Server { .. } => None,
            _ => return Err(error),
        };
        let Some(pause) = self.retry_policy().pause(*attempt, asked) else {
            return Err(error);
        };
        if matches!(error, Error::RateLimited { .. }) {
            self.shared.pacer.back_off(pause);
        }
        tracing::debug!(route = call.route, attempt = *attempt, %error, pause_ms = pause.as_millis() as u64, "will try again");
        tokio::time::sleep(pause).await;
        *attempt += 1;
        Ok(())
    }

    /// One attempt: paced, authenticated (once more after a refresh on 401), redirects to hosts of the environment followed. Gives back a 2xx, or a 3xx that leads elsewhere.
    pub(crate) async fn send(&self, call: &Call<'_>) -> Result<Response, Error> {
        let mut token = self.shared.tokens.access_token().await?;
        let mut refreshed = false;
        let mut redirects = 0;
        let mut url = call.url.clone();
        loop {
            let response = self.send_once(call, &url, &token).await?;
            let status = response.status();
            if status == StatusCode::UNAUTHORIZED {
                if refreshed {
                    return Err(Error::Unauthorized);
                }
                refreshed = true;
                token = self.shared.tokens.replace(&token).await?;
                continue;
            }
            if status.is_redirection() && redirects < REDIRECTS {
                // A redirect means that nothing was done: the same method goes to the new place.
                if let Some(target) = redirect_target(&url, &response)
                    && self.shared.environment.may_carry_credentials(&target)
                {
                    redirects += 1;
                    url = target;
                    continue;
                }
            }
            if status.is_success() || status.is_redirection() {
                return Ok(response);
            }
            return Err(refusal(response).await);
        }
    }

    async fn send_once(
        &self,
        call: &Call<'_>,
        url: &Url,
        token: &AccessToken,
    ) -> Result<Response, Error> {
        self.shared.pacer.acquire(self.priority).await;
        let started = Instant::now();
        let mut request = self
            .shared
            .api
            .request(call.method.clone(), url.clone())
            .bearer_auth(token.secret());
        if let Some(body) = &call.body {
            request = request
                .header(reqwest::header::CONTENT_TYPE, "application/json")
                .body(body.clone());
        }
        let answer = request.send().await.map_err(NetworkFault::from);
        measure(call, &answer, started.elapsed());
        Ok(answer?)
    }
}

/// Tells an attempt to the log and to the meter, by its route's template.
fn measure(call: &Call<'_>, answer: &Result<Response, NetworkFault>, took: Duration) {
    let outcome = match answer {
        Ok(response) => response.status().as_str().to_owned(),
        Err(fault) => fault.code().to_owned(),
    };
    tracing::debug!(method = %call.method, route = call.route, outcome, elapsed_ms = took.as_millis() as u64, "Lever answered");
    let (method, route) = (call.method.to_string(), call.route.to_owned());
    metrics::histogram!("lever_call_duration_seconds", "method" => method, "route" => route, "outcome" => outcome)
        .record(took);
}

/// Where a redirect leads, if it says so.
pub(crate) fn redirect_target(from: &Url, response: &Response) -> Option<Url> {
    let location = response.headers().get(LOCATION)?.to_str().ok()?;
    from.join(location).ok()
}

async fn refusal(response: Response) -> Error {
    let status = response.status();
    let retry_after = retry_after(response.headers());
    let body = http::read_limited(response, ERROR_LIMIT)
        .await
        .unwrap_or_default();
    let message = serde_json::from_slice::<Value>(&body)
        .ok()
        .and_then(|body| Some(presentable(body.get("message")?.as_str()?)))
        .unwrap_or_default();
    match status.as_u16() {
        400 if message.contains("Invalid offset") => Error::InvalidOffset,
        403 => Error::Forbidden { message },
        404 => Error::NotFound,
        422 => Error::Unprocessable,
        429 => Error::RateLimited { retry_after },
        status @ 500..=599 => Error::Server { status },
        status => Error::Refused { status, message },
    }
}

fn encoded(body: &impl Serialize) -> Result<Vec<u8>, Error> {
    serde_json::to_vec(body).map_err(|_| Error::Unusable {
        what: "a body that cannot be written as JSON",
    })
}

/// Reads JSON; the reason why it cannot be read is dropped, since it may quote the body.
fn json<T: DeserializeOwned>(body: &[u8]) -> Result<T, Error> {
    serde_json::from_slice(body).map_err(|_| Error::Garbage {
        what: "the body is not the documented JSON",
    })
}
