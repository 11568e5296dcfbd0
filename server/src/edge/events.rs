//! `GET /api/events?after=ID`: the live connection. Every event of the organization, in order, from where the browser left off.

use std::convert::Infallible;
use std::time::Duration;

use axum::Extension;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::sse::{Event, KeepAlive, Sse};
use futures::Stream;
use hiring::permission::ViewJobs;
use hiring::sessions::{self, SessionToken};
use hiring::{Member, Permit, events};
use metrics::Gauge;
use serde::Deserialize;

use crate::state::AppState;

/// At most so many events are read at once.
const BATCH: u32 = 200;

/// How long to wait for a wake-up before the table is read anyway and the session is checked again:
/// a wake-up of another process may be lost, the table is the truth.
const LOOK: Duration = Duration::from_secs(15);

/// Where to begin.
#[derive(Deserialize)]
pub struct After {
    after: Option<i64>,
}

/// Streams until the browser leaves, the session ends or the server stops.
/// A `Last-Event-ID` (sent by a browser that reconnects by itself) wins over the address.
pub async fn events(
    State(state): State<AppState>,
    member: Option<Extension<Member>>,
    token: Option<Extension<SessionToken>>,
    Query(query): Query<After>,
    headers: HeaderMap,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, StatusCode> {
    let (Some(Extension(member)), Some(Extension(token))) = (member, token) else {
        return Err(StatusCode::UNAUTHORIZED);
    };
    let permit = member
        .permit::<ViewJobs>()
        .map_err(|_| StatusCode::FORBIDDEN)?;
    let resumed = headers
        .get("last-event-id")
        .and_then(|id| id.to_str().ok()?.parse().ok());
    let after = match resumed.or(query.after) {
        Some(after) => after,
        None => events::newest(&state.store, &permit)
            .await
            .map_err(unavailable)?,
    };
    let stopping = state.stopping.clone().cancelled_owned();
    let counted = Counted::one();
    let live = futures::StreamExt::take_until(follow(state, permit, token, after), stopping);
    let live = futures::StreamExt::inspect(live, move |_| counted.is_open());
    Ok(Sse::new(live).keep_alive(KeepAlive::new().interval(Duration::from_secs(20))))
}

/// One open connection, for as long as its stream is kept.
struct Counted(Gauge);

impl Counted {
    fn one() -> Self {
        let clients = metrics::gauge!("clara_sse_clients");
        clients.increment(1);
        Self(clients)
    }

    /// Keeps it in the stream.
    fn is_open(&self) {}
}

impl Drop for Counted {
    fn drop(&mut self) {
        self.0.decrement(1);
    }
}

fn unavailable(error: hiring::Error) -> StatusCode {
    tracing::error!(%error, "events not read");
    StatusCode::SERVICE_UNAVAILABLE
}

/// The events after `after`, for as long as the session holds.
fn follow(
    state: AppState,
    permit: Permit<ViewJobs>,
    token: SessionToken,
    after: i64,
) -> impl Stream<Item = Result<Event, Infallible>> {
    // Subscribed before the table is read: what commits in between wakes us.
    let wakeups = state.store.wakeups(permit.organization());
    let batches = futures::stream::unfold(
        (after, wakeups, state, token),
        move |(after, mut wakeups, state, token)| async move {
            loop {
                wakeups.borrow_and_update();
                let read = match events::since(&state.store, &permit, after, BATCH).await {
                    Ok(read) => read,
                    Err(error) => {
                        tracing::error!(%error, "events not read");
                        return None;
                    }
                };
                if read.reset {
                    let newest = read.newest;
                    let reset = Event::default()
                        .event("reset")
                        .id(newest.to_string())
                        .data(newest.to_string());
                    return Some((vec![reset], (newest, wakeups, state, token)));
                }
                if let Some(last) = read.events.last() {
                    let last = last.id;
                    let told = read.events.into_iter().filter_map(encode).collect();
                    return Some((told, (last, wakeups, state, token)));
                }
                if tokio::time::timeout(LOOK, wakeups.changed()).await.is_err()
                    && !matches!(sessions::read(&state.store, &token).await, Ok(Some(_)))
                {
                    return None;
                }
            }
        },
    );
    futures::StreamExt::flat_map(batches, |batch: Vec<Event>| {
        futures::stream::iter(batch.into_iter().map(Ok))
    })
}

fn encode(event: events::Event) -> Option<Event> {
    let id = event.id.to_string();
    Event::default()
        .id(id)
        .json_data(app::wire::live::Event::from(event))
        .ok()
}
