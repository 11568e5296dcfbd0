//! Refuses what another web site sends in a visitor's name. The pages know no sign-in, so this is all that stands before a form.

use axum::{
    extract::{Request, State},
    http::{Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};

use crate::app::{App, Shared};

/// The layer of everything that browsers reach: a request that changes something must come from these pages, or from no browser at all. It also
/// refuses strange `Host` names, behind which another site could hide (DNS rebinding).
pub(crate) async fn same_origin(
    State(app): State<Shared>,
    request: Request,
    next: Next,
) -> Response {
    if !is_admitted(&app, &request) {
        return (
            StatusCode::FORBIDDEN,
            "This request came from another site and was refused. Nothing was changed.\n",
        )
            .into_response();
    }
    next.run(request).await
}

fn is_admitted(app: &App, request: &Request) -> bool {
    let header = |name| {
        request
            .headers()
            .get(name)
            .and_then(|value| value.to_str().ok())
    };
    let safe = matches!(*request.method(), Method::GET | Method::HEAD);
    let host = header(header::HOST).unwrap_or_default();
    // Browsers say where a request comes from, and pages cannot change it. An `Origin` they may hide as `null`, so it counts only without that.
    let from_here = match header(header::HeaderName::from_static("sec-fetch-site")) {
        Some(site) => matches!(site, "same-origin" | "none"),
        None => header(header::ORIGIN).is_none_or(|origin| {
            origin
                .split_once("://")
                .is_some_and(|(_, authority)| authority == host)
        }),
    };
    is_ours(app, host) && (safe || from_here)
}

/// A loopback name, an address, or the host that the simulator calls itself.
fn is_ours(app: &App, host: &str) -> bool {
    let name = host.rsplit_once(':').map_or(host, |(name, port)| {
        if port.bytes().all(|b| b.is_ascii_digit()) {
            name
        } else {
            host
        }
    });
    let bare = name.trim_start_matches('[').trim_end_matches(']');
    name == "localhost"
        || bare.parse::<std::net::IpAddr>().is_ok()
        || app.origin.ends_with(&format!("//{host}"))
}
