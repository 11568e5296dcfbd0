//! What is measured, as Prometheus reads it: `GET /metrics` on an address of its own (`CLARA_METRICS_LISTEN`), which is not for the public.
//! Labels are route templates, kinds of work and codes; never ids, never anything about a person.

use std::net::SocketAddr;
use std::sync::OnceLock;
use std::time::Duration;

use anyhow::Context;
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::get;
use hiring::queue::{self, RowState};
use hiring::{Millis, Store};
use integrations::tasks::{BULK, LIVE};
use metrics::{describe_counter, describe_gauge, describe_histogram, gauge};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

/// Upper bounds of durations, in seconds: from an answer out of memory to Lever's time-out.
const SECONDS: [f64; 13] = [
    0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 15.0, 60.0,
];

/// Measurements are folded at least so often, also where nobody asks for them.
const UPKEEP: Duration = Duration::from_secs(15);

/// How a measurement is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Grows.
    Counter,
    /// As it is now.
    Gauge,
    /// How many, and how long, in seconds.
    Histogram,
}

/// Everything that is measured. `docs/operations.md` names the labels; a test compares the two.
pub const MEASURED: [(Kind, &str, &str); 10] = [
    (
        Kind::Histogram,
        "clara_http_request_duration_seconds",
        "Requests by route template, method and status; a live connection counts until it is open",
    ),
    (
        Kind::Gauge,
        "clara_sse_clients",
        "Open live connections of browsers",
    ),
    (
        Kind::Gauge,
        "clara_queue_rows",
        "Rows of the queue by kind and state; dead ones wait for a person",
    ),
    (
        Kind::Gauge,
        "clara_queue_oldest_seconds",
        "How long the oldest ready row of a kind has waited",
    ),
    (
        Kind::Histogram,
        "clara_work_duration_seconds",
        "Work from the queue by kind and outcome",
    ),
    (
        Kind::Histogram,
        "clara_screening_duration_seconds",
        "Screenings of applications",
    ),
    (
        Kind::Counter,
        "clara_notes_total",
        "Notes written to the ATS: posted or edited",
    ),
    (
        Kind::Counter,
        "clara_stages_written_total",
        "Stages moved in the ATS by write-back",
    ),
    (
        Kind::Histogram,
        "lever_call_duration_seconds",
        "Calls of Lever's API by route template and outcome: a status, or how the network failed",
    ),
    (
        Kind::Gauge,
        "clara_database_connections",
        "Connections to the database by pool, idle or used",
    ),
];

/// One recorder a process.
static RECORDER: OnceLock<PrometheusHandle> = OnceLock::new();

/// What the endpoint reads.
#[derive(Clone)]
struct Exporter {
    recorder: PrometheusHandle,
    store: Store,
}

/// Measures from here on, and answers whoever asks until the process stops. Where it listens.
///
/// # Errors
///
/// When the address cannot be listened on.
pub async fn serve(
    listen: SocketAddr,
    store: Store,
    stopping: CancellationToken,
) -> anyhow::Result<SocketAddr> {
    let listener = TcpListener::bind(listen)
        .await
        .with_context(|| format!("cannot listen on {listen} (CLARA_METRICS_LISTEN)"))?;
    let address = listener.local_addr()?;
    let recorder = recorder()?;
    let exporter = Exporter {
        recorder: recorder.clone(),
        store,
    };
    let service = Router::new()
        .route("/metrics", get(export))
        .with_state(exporter);
    let ended = stopping.clone();
    tokio::spawn(async move {
        while ended
            .run_until_cancelled(tokio::time::sleep(UPKEEP))
            .await
            .is_some()
        {
            recorder.run_upkeep();
        }
    });
    tokio::spawn(async move {
        axum::serve(listener, service)
            .with_graceful_shutdown(stopping.cancelled_owned())
            .await
    });
    Ok(address)
}

fn recorder() -> anyhow::Result<PrometheusHandle> {
    if let Some(recorder) = RECORDER.get() {
        return Ok(recorder.clone());
    }
    let recorder = PrometheusBuilder::new()
        .set_buckets_for_metric(Matcher::Suffix("_duration_seconds".to_owned()), &SECONDS)?
        .install_recorder()?;
    describe();
    Ok(RECORDER.get_or_init(|| recorder).clone())
}

fn describe() {
    for (kind, name, what) in MEASURED {
        match kind {
            Kind::Counter => describe_counter!(name, what),
            Kind::Gauge => describe_gauge!(name, what),
            Kind::Histogram => describe_histogram!(name, what),
        }
    }
}

async fn export(State(exporter): State<Exporter>) -> Result<String, StatusCode> {
    look(&exporter.store).await.map_err(|error| {
        tracing::error!(%error, "the queue could not be measured");
        StatusCode::SERVICE_UNAVAILABLE
    })?;
    Ok(exporter.recorder.render())
}

/// Measures what is no event.
async fn look(store: &Store) -> Result<(), hiring::Error> {
    for (pool, connections) in store.connections() {
        gauge!("clara_database_connections", "pool" => pool, "state" => "idle")
            .set(connections.idle);
        gauge!("clara_database_connections", "pool" => pool, "state" => "used")
            .set(connections.used);
    }
    let totals = queue::totals(store).await?;
    for kind in LIVE.iter().chain(BULK) {
        for state in RowState::ALL {
            let total = totals
                .iter()
                .find(|total| total.kind == *kind && total.state == *state);
            let rows = total.map_or(0, |total| total.rows);
            gauge!("clara_queue_rows", "kind" => *kind, "state" => state.as_str()).set(rows as f64);
            if *state == RowState::Waiting {
                let oldest = total.map_or(0.0, |total| age(store.now(), total.ready_since));
                gauge!("clara_queue_oldest_seconds", "kind" => *kind).set(oldest);
            }
        }
    }
    Ok(())
}

fn age(now: Millis, since: Millis) -> f64 {
    now.since(since).as_secs_f64()
}
