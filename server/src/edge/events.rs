//! `GET /api/events?after=ID`: the live connection. Every event of the organization, in order, from where the browser left off.

use std::convert::Infallible;
use std::time::Duration;

use axum::Extension;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures::Stream;
use hiring::events::{EventKind, Listener};
use hiring::permission::{ScreenCandidates, ViewJobs};
use hiring::presence::Place;
use hiring::sessions::{self, SessionToken};
use hiring::{Member, Role, Store, events};
use metrics::Gauge;
use serde::Deserialize;
use tokio::sync::broadcast;
use tokio::time::Instant;

use super::trouble;
use crate::state::AppState;

/// How long to wait for a wake-up before the table is read anyway and the session is checked again:
/// a wake-up of another process may be lost, the table is the truth.
const LOOK: Duration = Duration::from_secs(15);

/// Where to begin.
#[derive(Deserialize)]
pub struct After {
    after: Option<i64>,
    /// What the page shows: its browser may have gone to another organization in another tab.
    organization: Option<String>,
}

/// Streams until the browser leaves, the server stops, or the session ends or changes its role: then the last event, `session`, says so.
/// A `Last-Event-ID` (sent by a browser that reconnects by itself) wins over the address.
pub async fn events(
    State(state): State<AppState>,
    member: Option<Extension<Member>>,
    token: Option<Extension<SessionToken>>,
    Query(query): Query<After>,
    headers: HeaderMap,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, Response> {
    let (Some(Extension(member)), Some(Extension(token))) = (member, token) else {
        return Err(StatusCode::UNAUTHORIZED.into_response());
    };
    let here = member.organization.to_string();
    if query.organization.is_some_and(|shown| shown != here) {
        return Err(StatusCode::UNAUTHORIZED.into_response());
    }
    let permit = member
        .permit::<ViewJobs>()
        .map_err(|_| StatusCode::FORBIDDEN.into_response())?;
    let resumed = resumed(&headers).map_err(|status| {
        (
            status,
            "Last-Event-ID is not the id of an event. Load the page anew.\n",
        )
            .into_response()
    })?;
    let after = match resumed.or(query.after) {
        Some(after) => after,
        None => events::newest(&state.store, &permit)
            .await
            .map_err(unavailable)?,
    };
    let following = Following {
        // It listens before the table is read: what commits in between wakes us.
        listener: Listener::new(&state.store, permit, after),
        arrivals: member
            .permit::<ScreenCandidates>()
            .ok()
            .map(|team| state.store.arrivals(team.organization())),
        store: state.store,
        token,
        role: member.role,
        drained: false,
        look_at: Instant::now() + LOOK,
        over: false,
    };
    let stopping = state.stopping.cancelled_owned();
    let counted = Counted::one();
    let live = futures::StreamExt::take_until(following.stream(), stopping);
    let live = futures::StreamExt::inspect(live, move |_| counted.is_open());
    Ok(Sse::new(live).keep_alive(KeepAlive::new().interval(Duration::from_secs(20))))
}

/// The event after which a browser that reconnects by itself goes on. One that is no number is refused: going on from anywhere else would leave
/// out what was missed.
fn resumed(headers: &HeaderMap) -> Result<Option<i64>, StatusCode> {
    let Some(id) = headers.get("last-event-id") else {
        return Ok(None);
    };
    let id = id.to_str().ok().and_then(|id| id.parse().ok());
    id.map(Some).ok_or(StatusCode::BAD_REQUEST)
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

fn unavailable(error: hiring::Error) -> Response {
    tracing::error!(%error, "events not read");
    trouble::unavailable(&error)
}

/// One browser that listens.
struct Following {
    store: Store,
    token: SessionToken,
    role: Role,
    listener: Listener,
    /// Where colleagues come and leave; none for a hiring manager, who is not told.
    arrivals: Option<broadcast::Receiver<Place>>,
    /// All that was in the table is told. Colleagues who come and leave wake every tab of the organization: for them nobody reads it again.
    drained: bool,
    /// When to look at table and session whatever happens: news of colleagues must not put it off for ever.
    look_at: Instant,
    over: bool,
}

/// Whether the session still is what it was when the connection began.
enum Standing {
    Same,
    /// The browser is told why: the event's data.
    Over(&'static str),
    Unknown,
}

impl Following {
    /// The events, for as long as the session holds. Thousands wait at the same time: what a question to the database needs is made when one is
    /// asked, and not kept in each of them.
    fn stream(self) -> impl Stream<Item = Result<Event, Infallible>> {
        let batches = futures::stream::unfold(self, async |mut following| {
            following.next().await.map(|batch| (batch, following))
        });
        futures::StreamExt::flat_map(batches, |batch: Vec<Event>| {
            futures::stream::iter(batch.into_iter().map(Ok))
        })
    }

    /// The next events; none: the connection ends.
    async fn next(&mut self) -> Option<Vec<Event>> {
        while !self.over {
            if !self.drained
                && let Some(told) = Box::pin(self.read()).await?
            {
                return Some(told);
            }
            match tokio::time::timeout_at(self.look_at, self.woken()).await {
                // It is not kept, so it has no id to resume after.
                Ok(Some(place)) => {
                    let told = app::wire::live::Event::from(place);
                    return Some(Event::default().json_data(told).into_iter().collect());
                }
                Ok(None) => self.drained = false,
                Err(_) => {
                    self.drained = false;
                    self.look_at = Instant::now() + LOOK;
                    let mut told = Vec::new();
                    Box::pin(self.end_if_over(&mut told)).await?;
                    if self.over {
                        return Some(told);
                    }
                }
            }
        }
        None
    }

    /// What came into the table since the last time, if anything did. Outer none: the connection ends.
    async fn read(&mut self) -> Option<Option<Vec<Event>>> {
        let read = match self.listener.read().await {
            Ok(read) => read,
            Err(error) => {
                tracing::error!(%error, "events not read");
                return None;
            }
        };
        if read.reset {
            let newest = read.newest.to_string();
            let reset = Event::default().event("reset").id(&newest).data(&newest);
            return Some(Some(vec![reset]));
        }
        if read.events.is_empty() {
            self.drained = true;
            return Some(None);
        }
        let may_be_over = read
            .events
            .iter()
            .any(|event| event.kind == EventKind::Member);
        let mut told: Vec<Event> = read.events.iter().map(|event| encode(event)).collect();
        if may_be_over {
            self.end_if_over(&mut told).await?;
        }
        Some(Some(told))
    }

    /// Until there may be events, or somebody came to a place or left it.
    async fn woken(&mut self) -> Option<Place> {
        let Some(arrivals) = &mut self.arrivals else {
            self.listener.woken().await;
            return None;
        };
        tokio::select! {
            () = self.listener.woken() => None,
            place = arrivals.recv() => place.ok(),
        }
    }

    /// Tells the browser if its session is no more what it was, as the last thing; what it was not to hear any more is not told.
    async fn end_if_over(&mut self, told: &mut Vec<Event>) -> Option<()> {
        match self.standing().await {
            Standing::Same => {}
            Standing::Over(why) => {
                self.over = true;
                *told = vec![Event::default().event("session").data(why)];
            }
            Standing::Unknown => return None,
        }
        Some(())
    }

    async fn standing(&self) -> Standing {
        match sessions::read(&self.store, &self.token).await {
            Ok(Some(member)) if member.role == self.role => Standing::Same,
            Ok(Some(_)) => Standing::Over("changed"),
            Ok(None) => Standing::Over("ended"),
            Err(error) => {
                tracing::error!(%error, "session not read");
                Standing::Unknown
            }
        }
    }
}

/// In the form of the wire, which is made once for all who hear it.
fn encode(event: &events::Event) -> Event {
    let told = event.told(|event| {
        let told = app::wire::live::Event::from(event.clone());
        serde_json::to_string(&told).unwrap_or_default()
    });
    Event::default().id(event.id.to_string()).data(told)
}
