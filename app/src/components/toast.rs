//! Short messages in the corner, with at most one action.

use leptos::prelude::*;
use std::time::Duration;

use super::{Announcer, Icon};

/// How long a message without bad news stays.
const STAYS: Duration = Duration::from_secs(7);

/// Good or bad news.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// It worked, or something arrived.
    Good,
    /// It did not work; stays until it is closed.
    Bad,
}

/// A message.
#[derive(Clone)]
pub struct Toast {
    id: u32,
    tone: Tone,
    words: String,
    action: Option<(String, Callback<()>)>,
}

/// The messages on show. Provided as context by the shell.
#[derive(Clone, Copy)]
pub struct Toasts {
    shown: RwSignal<Vec<Toast>>,
    next: StoredValue<u32>,
    announcer: Announcer,
}

impl Toasts {
    /// None yet; what comes is also said through the announcer.
    pub fn new(announcer: Announcer) -> Self {
        Self {
            shown: RwSignal::new(Vec::new()),
            next: StoredValue::new(0),
            announcer,
        }
    }

    /// Good news.
    pub fn good(self, words: impl Into<String>) {
        self.show(Tone::Good, words.into(), None);
    }

    /// Bad news.
    pub fn bad(self, words: impl Into<String>) {
        self.show(Tone::Bad, words.into(), None);
    }

    /// News with something to do about it.
    pub fn with_action(
        self,
        tone: Tone,
        words: impl Into<String>,
        label: &str,
        action: Callback<()>,
    ) {
        self.show(tone, words.into(), Some((label.to_owned(), action)));
    }

    fn show(self, tone: Tone, words: String, action: Option<(String, Callback<()>)>) {
        self.announcer.say(words.clone());
        let id = self.next.get_value();
        self.next.set_value(id.wrapping_add(1));
        self.shown.update(|shown| {
            // Three at once are all that a person reads.
            if shown.len() >= 3 {
                shown.remove(0);
            }
            shown.push(Toast {
                id,
                tone,
                words,
                action,
            });
        });
        if tone == Tone::Good {
            set_timeout(move || self.close(id), STAYS);
        }
    }

    fn close(self, id: u32) {
        // A page that was left has no list any more.
        let _ = self
            .shown
            .try_update(|shown| shown.retain(|toast| toast.id != id));
    }
}

/// The corner in which messages stand.
#[component]
pub fn ToastStack(
    /// The messages.
    toasts: Toasts,
) -> impl IntoView {
    let row = move |toast: Toast| {
        let id = toast.id;
        view! {
            <li class=if toast.tone == Tone::Good { "toast good" } else { "toast bad" }>
                <p>{toast.words}</p>
                {toast.action.map(|(label, action)| view! {
                    <button type="button" class="button link" on:click=move |_| { action.run(()); toasts.close(id); }>{label}</button>
                })}
                <button type="button" class="button quiet icon-only" aria-label="Dismiss" on:click=move |_| toasts.close(id)><Icon name="close"/></button>
            </li>
        }
    };
    view! {
        <ol class="toasts" aria-label="Messages">
            <For each=move || toasts.shown.get() key=|toast| toast.id children=row/>
        </ol>
    }
    .into_any()
}
