//! The one live connection of a page (`GET /api/events`): open while the tab is visible, resumed where it ended.

use leptos::prelude::*;
use std::time::Duration;
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{EventSource, MessageEvent, VisibilityState};

use super::layout::encode;
use crate::wire::live::Event;

/// How long a tab may be hidden before its connection is given back.
const HIDDEN: Duration = Duration::from_secs(60);

/// How long to wait after the server turned the connection down.
const AGAIN: Duration = Duration::from_secs(5);

/// Hands events to whoever listens. Provided as context by [`super::Layout`].
#[derive(Clone, Copy)]
pub struct Live {
    listeners: StoredValue<Vec<(u64, Callback<Event>)>>,
    next: StoredValue<u64>,
    last: StoredValue<i64>,
    connected: RwSignal<bool>,
}

impl Live {
    /// Not connected yet.
    pub fn new() -> Self {
        Self {
            listeners: StoredValue::new(Vec::new()),
            next: StoredValue::new(0),
            last: StoredValue::new(0),
            connected: RwSignal::new(false),
        }
    }

    /// Whether events come in.
    pub fn connected(self) -> bool {
        self.connected.get()
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

    /// Connects, beginning after the event `after`, and follows the tab's visibility. Browser only; the connection lasts as long as the page.
    pub fn start(self, after: i64) {
        self.last.set_value(after);
        let source = StoredValue::new_local(None::<Connection>);
        let hiding = StoredValue::new(None::<leptos::leptos_dom::helpers::TimeoutHandle>);
        let follow = move || {
            if let Some(timer) = hiding.get_value() {
                timer.clear();
            }
            if document().visibility_state() == VisibilityState::Hidden {
                hiding.set_value(
                    set_timeout_with_handle(
                        move || {
                            self.connected.set(false);
                            source.set_value(None);
                        },
                        HIDDEN,
                    )
                    .ok(),
                );
            } else if source.with_value(Option::is_none) {
                self.connect(source);
            }
        };
        follow();
        let listener = window_event_listener_untyped("visibilitychange", move |_| follow());
        on_cleanup(move || {
            listener.remove();
            source.set_value(None);
        });
    }

    fn tell(self, event: &Event) {
        for (_, listener) in self.listeners.get_value() {
            listener.run(event.clone());
        }
    }

    fn connect(self, source: StoredValue<Option<Connection>, LocalStorage>) {
        let Ok(events) = EventSource::new(&format!("/api/events?after={}", self.last.get_value()))
        else {
            return;
        };
        let message = Closure::<dyn FnMut(MessageEvent)>::new(move |message: MessageEvent| {
            let event = message
                .data()
                .as_string()
                .and_then(|data| serde_json::from_str::<Event>(&data).ok());
            if let Some(event) = event {
                self.last.set_value(self.last.get_value().max(event.id));
                self.tell(&event);
            }
        });
        // The server no longer has all that was missed; it says where to go on.
        let reset = Closure::<dyn FnMut(MessageEvent)>::new(move |message: MessageEvent| {
            if let Some(newest) = message
                .data()
                .as_string()
                .and_then(|newest| newest.parse().ok())
            {
                self.last.set_value(newest);
                self.tell(&Event::reset(newest));
            }
        });
        // The session ended, or its role changed: the server told it last, and this page is somebody else's now.
        let session = Closure::<dyn FnMut(MessageEvent)>::new(move |message: MessageEvent| {
            let location = window().location();
            let left = if message.data().as_string().as_deref() == Some("ended") {
                let here = location.pathname().unwrap_or_default()
                    + &location.search().unwrap_or_default();
                location.set_href(&format!("/sign-in?error=ended&next={}", encode(&here)))
            } else {
                location.reload()
            };
            if left.is_err() {
                self.connected.set(false);
            }
        });
        let opened = Closure::<dyn FnMut()>::new(move || self.connected.set(true));
        let failed = Closure::<dyn FnMut()>::new({
            let events = events.clone();
            move || {
                self.connected.set(false);
                // Otherwise the browser connects again by itself.
                if events.ready_state() == EventSource::CLOSED {
                    set_timeout(
                        move || {
                            if document().visibility_state() != VisibilityState::Hidden {
                                self.connect(source);
                            }
                        },
                        AGAIN,
                    );
                }
            }
        });
        events.set_onmessage(Some(message.as_ref().unchecked_ref()));
        let _ = events.add_event_listener_with_callback("reset", reset.as_ref().unchecked_ref());
        let _ =
            events.add_event_listener_with_callback("session", session.as_ref().unchecked_ref());
        events.set_onopen(Some(opened.as_ref().unchecked_ref()));
        events.set_onerror(Some(failed.as_ref().unchecked_ref()));
        source.set_value(Some(Connection {
            events,
            _message: message,
            _reset: reset,
            _session: session,
            _opened: opened,
            _failed: failed,
        }));
    }
}

impl Default for Live {
    fn default() -> Self {
        Self::new()
    }
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

impl Drop for Connection {
    fn drop(&mut self) {
        self.events.set_onmessage(None);
        self.events.set_onopen(None);
        self.events.set_onerror(None);
        self.events.close();
    }
}
