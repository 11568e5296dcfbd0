//! The one live connection of a page (`GET /api/events`): open while the tab is visible, resumed where it ended.

use leptos::{leptos_dom::helpers::TimeoutHandle, prelude::*, task::spawn_local};
use std::time::Duration;
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{EventSource, MessageEvent, VisibilityState};

use super::encode;
use crate::{
    api::{client, session::read_surroundings},
    error::ClaraError,
    wire::{live::Event, read::read},
};

/// How long a tab may be hidden before its connection is given back.
const HIDDEN: Duration = Duration::from_secs(60);

/// How long to wait after the server turned the connection down.
const AGAIN: Duration = Duration::from_secs(5);

/// How long a connection may be away before anybody is told: a restart of the server is no news.
const GRACE: Duration = Duration::from_millis(1500);

/// How the live connection stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Link {
    /// Being made.
    Opening,
    /// Events come in.
    On,
    /// The server does not answer: what is on the page may be old.
    Lost,
    /// The session ended: nothing comes any more.
    Ended,
}

/// Hands events to whoever listens. Provided as context by [`super::Layout`].
#[derive(Clone, Copy)]
pub struct Live {
    listeners: StoredValue<Vec<(u64, Callback<Event>)>>,
    next: StoredValue<u64>,
    last: StoredValue<i64>,
    link: RwSignal<Link>,
    leaving: StoredValue<bool>,
}

impl Live {
    /// Not connected yet.
    pub fn new() -> Self {
        Self {
            listeners: StoredValue::new(Vec::new()),
            next: StoredValue::new(0),
            last: StoredValue::new(0),
            link: RwSignal::new(Link::Opening),
            leaving: StoredValue::new(false),
        }
    }

    /// Says that the person is leaving this session on purpose: that it ends is no news then, and the page goes where their form leads.
    pub fn leaving(self) {
        self.leaving.set_value(true);
    }

    /// How the connection stands.
    pub fn link(self) -> Link {
        self.link.get()
    }

    /// Calls `listener` for every event until the present owner goes.
    pub fn listen(self, listener: impl Fn(Event) + Send + Sync + 'static) {
        let id = self.next.get_value();
        self.next.set_value(id + 1);
        self.listeners
            .update_value(|listeners| listeners.push((id, Callback::new(listener))));
        on_cleanup(move || {
            self.listeners
                .try_update_value(|listeners| listeners.retain(|(other, _)| *other != id));
        });
    }

    /// Calls `again` whenever the connection is back after it was lost, until the present owner goes.
    pub fn when_back(self, again: impl Fn() + 'static) {
        Effect::new(move |before: Option<Link>| {
            let now = self.link.get();
            // On the way back it is `Lost` until it is `On`.
            if before == Some(Link::Lost) && now == Link::On {
                again();
            }
            now
        });
    }

    /// Connects, beginning after the event `after`, and follows the tab's visibility and the network. Browser only; the connection lasts as
    /// long as the page.
    pub fn start(self, after: i64) {
        self.last.set_value(after);
        let line = Line {
            live: self,
            connection: StoredValue::new_local(None),
        };
        let hiding = StoredValue::new(None::<TimeoutHandle>);
        let follow = move || {
            if let Some(timer) = hiding.get_value() {
                timer.clear();
            }
            if hidden() {
                let give_back = move || {
                    line.connection.set_value(None);
                    self.link.set(Link::Opening);
                };
                hiding.set_value(set_timeout_with_handle(give_back, HIDDEN).ok());
            } else if line.connection.with_value(Option::is_none) {
                line.connect();
            }
        };
        follow();
        let listeners = [
            window_event_listener_untyped("visibilitychange", move |_| follow()),
            window_event_listener_untyped("offline", move |_| self.lose()),
            window_event_listener_untyped("online", move |_| line.connect()),
        ];
        on_cleanup(move || {
            for listener in listeners {
                listener.remove();
            }
            line.connection.set_value(None);
        });
    }

    fn tell(self, event: &Event) {
        for (_, listener) in self.listeners.get_value() {
            listener.run(event.clone());
        }
    }

    fn lose(self) {
        if self.link.get_untracked() != Link::Ended {
            self.link.set(Link::Lost);
        }
    }
}

impl Default for Live {
    fn default() -> Self {
        Self::new()
    }
}

/// What the browser alone has: the connection, which cannot leave its thread.
#[derive(Clone, Copy)]
struct Line {
    live: Live,
    connection: StoredValue<Option<Connection>, LocalStorage>,
}

impl Line {
    fn connect(self) {
        if self.live.link.get_untracked() == Link::Ended {
            return;
        }
        let shown = client::shown().map(|organization| format!("&organization={organization}"));
        let last = self.live.last.get_value();
        let address = format!("/api/events?after={last}{}", shown.unwrap_or_default());
        if let Ok(events) = EventSource::new(&address) {
            self.connection
                .set_value(Some(Connection::new(events, self)));
        }
    }

    /// The connection broke. The browser makes it again by itself, unless the server turned it down.
    fn broken(self, turned_down: bool) {
        if self.live.link.get_untracked() == Link::On {
            self.live.link.set(Link::Opening);
        }
        set_timeout(
            move || {
                if self.live.link.try_get_untracked() == Some(Link::Opening) && !hidden() {
                    self.live.lose();
                }
            },
            GRACE,
        );
        if turned_down {
            spawn_local(async move {
                // Only an answer says why: the session may have ended.
                if read_surroundings().await == Err(ClaraError::NotSignedIn) {
                    let _ = self.live.link.try_set(Link::Ended);
                    return;
                }
                let again = move || {
                    if !hidden() && self.live.link.try_get_untracked().is_some() {
                        self.connect();
                    }
                };
                set_timeout(again, AGAIN);
            });
        }
    }
}

/// Goes where one signs in again, or loads the page anew.
fn leave(ended: bool) -> Result<(), wasm_bindgen::JsValue> {
    let location = window().location();
    if !ended {
        return location.reload();
    }
    let here = location.pathname()? + &location.search()?;
    location.set_href(&format!("/sign-in?error=ended&next={}", encode(&here)))
}

/// Whether nobody sees this tab.
pub(super) fn hidden() -> bool {
    document().visibility_state() == VisibilityState::Hidden
}

/// An open connection with the functions that it calls.
struct Connection {
    events: EventSource,
    _message: Closure<dyn FnMut(MessageEvent)>,
    _reset: Closure<dyn FnMut(MessageEvent)>,
    _session: Closure<dyn FnMut(MessageEvent)>,
    _opened: Closure<dyn FnMut()>,
    _failed: Closure<dyn FnMut()>,
}

impl Connection {
    /// Tells listeners what comes in.
    fn new(events: EventSource, line: Line) -> Self {
        let live = line.live;
        let message = Closure::<dyn FnMut(MessageEvent)>::new(move |message: MessageEvent| {
            let event = message
                .data()
                .as_string()
                .and_then(|data| read::<Event>(data.as_bytes()).ok());
            if let Some(event) = event {
                live.last.set_value(live.last.get_value().max(event.id));
                live.tell(&event);
            }
        });
        // The server no longer has all that was missed; it says where to go on.
        let reset = Closure::<dyn FnMut(MessageEvent)>::new(move |message: MessageEvent| {
            let newest = message
                .data()
                .as_string()
                .and_then(|newest| newest.parse().ok());
            if let Some(newest) = newest {
                live.last.set_value(newest);
                live.tell(&Event::reset(newest));
            }
        });
        // The session ended, or its role changed: the server told it last, and this page is somebody else's now.
        let session = Closure::<dyn FnMut(MessageEvent)>::new(move |message: MessageEvent| {
            let ended = message.data().as_string().as_deref() == Some("ended");
            if live.leaving.get_value() {
                return;
            }
            if leave(ended).is_err() {
                live.link.set(Link::Ended);
            }
        });
        let opened = Closure::<dyn FnMut()>::new(move || live.link.set(Link::On));
        let failed = Closure::<dyn FnMut()>::new({
            let events = events.clone();
            move || line.broken(events.ready_state() == EventSource::CLOSED)
        });
        events.set_onmessage(Some(message.as_ref().unchecked_ref()));
        let _ = events.add_event_listener_with_callback("reset", reset.as_ref().unchecked_ref());
        let _ =
            events.add_event_listener_with_callback("session", session.as_ref().unchecked_ref());
        events.set_onopen(Some(opened.as_ref().unchecked_ref()));
        events.set_onerror(Some(failed.as_ref().unchecked_ref()));
        Self {
            events,
            _message: message,
            _reset: reset,
            _session: session,
            _opened: opened,
            _failed: failed,
        }
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.events.set_onmessage(None);
        self.events.set_onopen(None);
        self.events.set_onerror(None);
        self.events.close();
    }
}
