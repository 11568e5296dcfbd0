//! The layers around the API: what befalls a request, and the headers that Lever puts on every answer.

use std::{convert::Infallible, time::Duration};

use axum::{
    Json,
    body::Body,
    extract::{MatchedPath, Request, State},
    http::{HeaderName, HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use futures::stream;
use serde_json::json;

use crate::{
    app::{App, Shared},
    error::ApiError,
    faults::Kind,
};

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
    match app
        .faults
        .take(request.method().as_str(), request.uri().path())
    {
        None => next.run(request).await,
        Some(kind) => {
            let hang = Duration::from_millis(switches.hang_ms);
            befall(&app, kind, hang, request, next).await
        }
    }
}

async fn befall(app: &App, kind: Kind, hang: Duration, request: Request, next: Next) -> Response {
    match kind {
        Kind::Moved => {
            // The layer stands inside the nest, which took the prefix away.
            let root = if request.uri().path() == "/oauth/token" {
                ""
            } else {
                "/v1"
            };
            let place = format!("{}{root}{}", app.origin, request.uri());
            (StatusCode::MOVED_PERMANENTLY, [(header::LOCATION, place)]).into_response()
        }
        Kind::Forbidden => refusal(
            StatusCode::FORBIDDEN,
            "Forbidden",
            "This account may not use this feature",
        ),
        Kind::OtherEnvironment => ApiError::other_environment().into_response(),
        Kind::Unprocessable => refusal(
            StatusCode::UNPROCESSABLE_ENTITY,
            "UnprocessableEntity",
            "The file could not be processed",
        ),
        Kind::TooManyRequests => too_many_requests(app),
        Kind::ServerError => refusal(
            StatusCode::INTERNAL_SERVER_ERROR,
            "InternalServerError",
            "Something went wrong",
        ),
        Kind::Unavailable => with_retry_after(
            app,
            refusal(
                StatusCode::SERVICE_UNAVAILABLE,
                "ServiceUnavailable",
                "Down for maintenance",
            ),
        ),
        Kind::Slow => {
            tokio::time::sleep(hang).await;
            next.run(request).await
        }
        Kind::Hang => silence(hang).await,
        Kind::HangAfterCommit => {
            next.run(request).await;
            silence(hang).await
        }
        Kind::Late => {
            let request = received(request).await;
            // On its own: the caller's going away does not take it along.
            tokio::spawn(async move {
                tokio::time::sleep(hang).await;
                next.run(request).await
            });
            silence(hang).await
        }
        Kind::CutAfterCommit => broken_off(next.run(request).await, 0).await,
        Kind::HalfBody => broken_off(next.run(request).await, 2).await,
        Kind::Garbage => {
            next.run(request).await;
            (
                [(header::CONTENT_TYPE, "text/html")],
                "<html><body>Bad gateway\u{0}",
            )
                .into_response()
        }
    }
}

/// What a caller sees who waits to the end.
async fn silence(hang: Duration) -> Response {
    tokio::time::sleep(hang).await;
    refusal(
        StatusCode::GATEWAY_TIMEOUT,
        "RequestTimeout",
        "The request took too long",
    )
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
    const HEADERS: &[(&str, &str)] = &[
        ("server", "lever-data-api"),
        ("x-lever-region", "global"),
        ("x-stream-path", "dapi"),
        ("strict-transport-security", "max-age=63072000"),
    ];
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        headers.insert(
            HeaderName::from_static(name),
            HeaderValue::from_static(value),
        );
    }
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
