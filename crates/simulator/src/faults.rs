//! Trouble on demand: the switches between the ways Lever may behave, and faults that befall the next requests.

use std::{
    convert::Infallible,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use axum::{
    Json,
    body::Body,
    extract::{MatchedPath, Request, State},
    http::{HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use futures::stream;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::{
    app::{App, Shared},
    config::{Config, Rotation},
};

/// Which of the possible Levers this is. `PATCH /sim/api/switches` changes some of them.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Switches {
    pub rotation: Rotation,
    pub limiter: bool,
    /// Whether 429 and 503 carry `Retry-After`.
    pub retry_after: bool,
    /// Whether an access token dies when the app is revoked; otherwise it runs out.
    pub access_token_dies_at_revoke: bool,
    /// 403 as Auth0 answers, or the standard's 400.
    pub invalid_grant_status: u16,
    /// How long every answer takes, in milliseconds.
    pub latency_ms: u64,
    /// Whether a download answers with a redirect to a signed address.
    pub download_redirect: bool,
    /// Whether the resumes of somebody who has none are a 404, as they used to be.
    pub missing_resumes_are_404: bool,
    /// Whether every webhook delivery is sent twice.
    pub deliver_twice: bool,
    /// How long a request hangs where a fault says so, in milliseconds.
    pub hang_ms: u64,
}

impl Switches {
    pub fn new(config: &Config) -> Self {
        Self {
            rotation: config.rotation,
            limiter: config.limiter,
            retry_after: true,
            access_token_dies_at_revoke: true,
            invalid_grant_status: 403,
            latency_ms: 0,
            download_redirect: false,
            missing_resumes_are_404: false,
            deliver_twice: false,
            hang_ms: 60_000,
        }
    }
}

/// Something that befalls the next requests that match.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Fault {
    pub kind: Kind,
    /// How many requests it befalls.
    #[serde(default = "once")]
    pub times: u32,
    /// Only requests with this method.
    #[serde(default)]
    pub method: Option<String>,
    /// Only requests whose path contains this. The token endpoint is spared unless it is named.
    #[serde(default)]
    pub path: Option<String>,
}

fn once() -> u32 {
    1
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Kind {
    #[serde(rename = "429")]
    TooManyRequests,
    #[serde(rename = "500")]
    ServerError,
    #[serde(rename = "503")]
    Unavailable,
    /// Nothing is done and no answer comes.
    Hang,
    /// The request is carried out, but no answer comes.
    HangAfterCommit,
    /// No answer comes, and the request is carried out only when the caller has long given up.
    Late,
    /// The request is carried out, and the connection breaks before the answer.
    CutAfterCommit,
    /// The request is carried out, and its answer breaks off in the middle.
    HalfBody,
    /// The request is carried out, and answered 200 with something that is not JSON.
    Garbage,
}

/// Faults spare this path unless they name it.
const TOKEN_PATH: &str = "/oauth/token";

/// The faults to come.
#[derive(Default)]
pub(crate) struct Faults(Mutex<Vec<Fault>>);

impl Faults {
    pub fn add(&self, fault: Fault) {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(fault);
    }

    pub fn clear(&self) {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clear();
    }

    pub fn pending(&self) -> Vec<Fault> {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    fn take(&self, method: &str, path: &str) -> Option<Kind> {
        let mut faults = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let index = faults.iter().position(|fault| {
            fault
                .method
                .as_deref()
                .is_none_or(|wanted| wanted.eq_ignore_ascii_case(method))
                && match &fault.path {
                    Some(part) => path.contains(part.as_str()),
                    None => path != TOKEN_PATH,
                }
        })?;
        let kind = faults[index].kind;
        faults[index].times = faults[index].times.saturating_sub(1);
        if faults[index].times == 0 {
            faults.remove(index);
        }
        Some(kind)
    }
}

/// The outermost layer of the API and the token endpoint: counts the call, waits, and lets a fault happen.
pub(crate) async fn disturb(State(app): State<Shared>, request: Request, next: Next) -> Response {
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or("(no such path)", MatchedPath::as_str);
    let route = route.strip_prefix("/v1").unwrap_or(route);
    app.calls.count(format!("{} {route}", request.method()));
    let switches = app.switches();
    if switches.latency_ms > 0 {
        tokio::time::sleep(Duration::from_millis(switches.latency_ms)).await;
    }
    let hang = Duration::from_millis(switches.hang_ms);
    match app
        .faults
        .take(request.method().as_str(), request.uri().path())
    {
        None => next.run(request).await,
        Some(Kind::TooManyRequests) => too_many_requests(&app),
        Some(Kind::ServerError) => refusal(
            StatusCode::INTERNAL_SERVER_ERROR,
            "InternalServerError",
            "Something went wrong",
        ),
        Some(Kind::Unavailable) => with_retry_after(
            &app,
            refusal(
                StatusCode::SERVICE_UNAVAILABLE,
                "ServiceUnavailable",
                "Down for maintenance",
            ),
        ),
        Some(Kind::Hang) => {
            tokio::time::sleep(hang).await;
            refusal(
                StatusCode::GATEWAY_TIMEOUT,
                "RequestTimeout",
                "The request took too long",
            )
        }
        Some(Kind::HangAfterCommit) => {
            next.run(request).await;
            tokio::time::sleep(hang).await;
            refusal(
                StatusCode::GATEWAY_TIMEOUT,
                "RequestTimeout",
                "The request took too long",
            )
        }
        Some(Kind::Late) => {
            let request = received(request).await;
            // On its own: the caller's going away does not take it along.
            tokio::spawn(async move {
                tokio::time::sleep(hang).await;
                next.run(request).await
            });
            tokio::time::sleep(hang).await;
            refusal(
                StatusCode::GATEWAY_TIMEOUT,
                "RequestTimeout",
                "The request took too long",
            )
        }
        Some(Kind::CutAfterCommit) => broken_off(next.run(request).await, 0).await,
        Some(Kind::HalfBody) => broken_off(next.run(request).await, 2).await,
        Some(Kind::Garbage) => {
            next.run(request).await;
            (
                [(header::CONTENT_TYPE, "text/html")],
                "<html><body>Bad gateway\u{0}",
            )
                .into_response()
        }
    }
}

/// The request with its whole body at hand.
async fn received(request: Request) -> Request {
    let (parts, body) = request.into_parts();
    let bytes = axum::body::to_bytes(body, usize::MAX)
        .await
        .unwrap_or_default();
    Request::from_parts(parts, Body::from(bytes))
}

/// The first `1/part` of a response's body (nothing for 0), then the end of the connection.
async fn broken_off(response: Response, part: usize) -> Response {
    let (mut parts, body) = response.into_parts();
    let bytes = axum::body::to_bytes(body, usize::MAX)
        .await
        .unwrap_or_default();
    let kept = bytes.slice(..bytes.len().checked_div(part).unwrap_or(0));
    parts.headers.remove(header::TRANSFER_ENCODING);
    parts.headers.insert(
        header::CONTENT_LENGTH,
        HeaderValue::from(bytes.len().max(1)),
    );
    // An error in the body makes the server close the connection.
    let pieces = [
        Ok(kept),
        Err(std::io::Error::from(std::io::ErrorKind::ConnectionReset)),
    ];
    Response::from_parts(parts, Body::from_stream(stream::iter(pieces)))
}

/// 429, with `Retry-After` where the switch says so.
pub(crate) fn too_many_requests(app: &App) -> Response {
    with_retry_after(
        app,
        refusal(
            StatusCode::TOO_MANY_REQUESTS,
            "TooManyRequests",
            "Too many requests",
        ),
    )
}

fn with_retry_after(app: &App, mut response: Response) -> Response {
    if app.switches().retry_after {
        response
            .headers_mut()
            .insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
    }
    response
}

fn refusal(status: StatusCode, code: &str, message: &str) -> Response {
    (status, Json(json!({ "code": code, "message": message }))).into_response()
}

/// Lever's own headers on every answer.
pub(crate) async fn lever_headers(request: Request, next: Next) -> Result<Response, Infallible> {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.insert("server", HeaderValue::from_static("lever-data-api"));
    headers.insert("x-lever-region", HeaderValue::from_static("global"));
    headers.insert("x-stream-path", HeaderValue::from_static("dapi"));
    if headers
        .get(header::CONTENT_TYPE)
        .is_some_and(|value| value == "application/json")
    {
        headers.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/json; charset=utf-8"),
        );
    }
    Ok(response)
}
