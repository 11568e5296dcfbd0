//! Short messages in the corner, with at most one action.

use leptos::prelude::*;
use std::time::Duration;

use super::{Announcer, Icon};

/// How long good news stays, unless somebody points at it or has the focus in it.
const STAYS: Duration = Duration::from_secs(8);

/// As many messages as a person reads at once.
const AT_ONCE: usize = 3;

/// Good or bad news of what one did oneself, or news of others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tone {
    /// It worked, or something arrived.
    Good,
    /// It did not work; stays until it is closed.
    Bad,
    /// Somebody else did something: stands in the upper right corner.
    News,
}

/// A message.
#[derive(Clone)]
pub struct Toast {
    tone: Tone,
    title: String,
    detail: Option<String>,
    action: Option<(&'static str, Callback<()>)>,
}

impl Toast {
    /// Good news.
    pub fn good(title: impl Into<String>) -> Self {
        Self::new(Tone::Good, title.into())
    }

    /// Bad news.
    pub fn bad(title: impl Into<String>) -> Self {
        Self::new(Tone::Bad, title.into())
    }

    /// What somebody else did.
    pub fn news(title: impl Into<String>) -> Self {
        Self::new(Tone::News, title.into())
    }

    fn new(tone: Tone, title: String) -> Self {
        Self {
            tone,
            title,
            detail: None,
            action: None,
        }
    }

    /// Why, what was kept, what to do.
    pub fn detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = Some(detail.into());
        self
    }

    /// Something to do about it; the message goes when it is done.
    pub fn action(mut self, label: &'static str, action: Callback<()>) -> Self {
        self.action = Some((label, action));
        self
    }

    /// All of it, as it is read out.
    fn words(&self) -> String {
        let parts = [
            Some(self.title.as_str()),
            self.detail.as_deref(),
            self.action.map(|(label, _)| label),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
    }
}

/// The messages on show. Provided as context by the frame of a page.
#[derive(Clone, Copy)]
pub struct Toasts {
    shown: RwSignal<Vec<(u32, Toast)>>,
    next: StoredValue<u32>,
    /// Somebody points at the messages or has the focus in them.
    held: StoredValue<bool>,
    announcer: Announcer,
}

impl Toasts {
    /// None yet; what comes is also said through the announcer.
    pub fn new(announcer: Announcer) -> Self {
        Self {
            shown: RwSignal::new(Vec::new()),
            next: StoredValue::new(0),
            held: StoredValue::new(false),
            announcer,
        }
    }

    /// Good news in a few words.
    pub fn good(self, title: impl Into<String>) {
        self.show(Toast::good(title));
    }

    /// Bad news in a few words.
    pub fn bad(self, title: impl Into<String>) {
        self.show(Toast::bad(title));
    }

    /// Shows a message.
    pub fn show(self, toast: Toast) {
        // The page may have been left while the answer was on its way.
        let Some(id) = self.next.try_get_value() else {
            return;
        };
        self.announcer.say(toast.words());
        self.next.set_value(id.wrapping_add(1));
        let passes = toast.tone != Tone::Bad;
        self.shown.update(|shown| {
            // Bad news that says the same again takes the place of the first.
            shown.retain(|(_, other)| {
                other.tone != Tone::Bad
                    || other.title != toast.title
                    || other.detail != toast.detail
            });
            if shown.len() >= AT_ONCE {
                shown.remove(0);
            }
            shown.push((id, toast));
        });
        if passes {
            self.close_later(id);
        }
    }

    fn close_later(self, id: u32) {
        set_timeout(
            move || match self.held.try_get_value() {
                Some(true) => self.close_later(id),
                Some(false) => self.close(id),
                None => {}
            },
            STAYS,
        );
    }

    fn close(self, id: u32) {
        let _ = self
            .shown
            .try_update(|shown| shown.retain(|(other, _)| *other != id));
    }
}

/// The corners in which messages stand: answers to oneself below, news above.
#[component]
pub fn ToastStack(
    /// The messages.
    toasts: Toasts,
) -> impl IntoView {
    view! {
        <Corner toasts=toasts class="toasts" label="Messages" news=false/>
        <Corner toasts=toasts class="toasts news" label="News" news=true/>
    }
}

#[component]
fn Corner(toasts: Toasts, class: &'static str, label: &'static str, news: bool) -> impl IntoView {
    let hold = move |held: bool| toasts.held.set_value(held);
    let here = move || {
        let mut shown = toasts.shown.get();
        shown.retain(|(_, toast)| (toast.tone == Tone::News) == news);
        shown
    };
    view! {
        <section class=class aria-label=label on:pointerenter=move |_| hold(true) on:pointerleave=move |_| hold(false)
            on:focusin=move |_| hold(true) on:focusout=move |_| hold(false)>
            <ol role="list">
            <For each=here key=|(id, _)| *id children=move |(id, toast)| view! { <ToastCard id=id toast=toast toasts=toasts/> }/>
            </ol>
        </section>
    }
    .into_any()
}

/// One message.
#[component]
pub fn ToastCard(
    /// Tells it from the others.
    id: u32,
    /// The message.
    toast: Toast,
    /// All messages: it leaves them when it is closed.
    toasts: Toasts,
) -> impl IntoView {
    let (tone, icon) = match toast.tone {
        Tone::Good => ("toast good", "check"),
        Tone::Bad => ("toast bad", "alert"),
        Tone::News => ("toast news", "bell"),
    };
    view! {
        <li class=tone>
            <Icon name=icon/>
            <div class="toast-words"><strong>{toast.title}</strong>{toast.detail.map(|detail| view! { <p>{detail}</p> })}</div>
            {toast.action.map(|(label, action)| view! {
                <button type="button" class="button" on:click=move |_| { toasts.close(id); action.run(()); }>{label}</button>
            })}
            <button type="button" class="button quiet icon-only" aria-label="Dismiss" on:click=move |_| toasts.close(id)><Icon name="close"/></button>
        </li>
    }
    .into_any()
}
