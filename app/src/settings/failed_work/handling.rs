//! *Retry*, and *Discard* after a question.

use leptos::{prelude::*, task::spawn_local};

use crate::{
    api::failed_work::{discard_failed_work, retry_failed_work},
    components::{Dialog, Toasts},
};

/// Which work is meant: one row, or all of a kind.
#[derive(Clone)]
pub struct Which {
    /// One piece of work.
    pub row: Option<String>,
    /// All of a kind.
    pub kind: Option<String>,
    /// In words.
    pub words: String,
}

/// What can be done about failed work, and what is being done.
#[derive(Clone, Copy)]
pub struct Handling {
    /// Something is under way.
    pub busy: RwSignal<bool>,
    asked: RwSignal<Option<Which>>,
    asking: RwSignal<bool>,
    toasts: Toasts,
    changed: Callback<()>,
}

impl Handling {
    /// `changed` is called after each change.
    pub fn new(changed: Callback<()>) -> Self {
        Self {
            busy: RwSignal::new(false),
            asked: RwSignal::new(None),
            asking: RwSignal::new(false),
            toasts: expect_context(),
            changed,
        }
    }

    /// Puts it back into the queue.
    pub fn retry(self, which: Which) {
        self.busy.set(true);
        spawn_local(async move {
            match retry_failed_work(which.row, which.kind).await {
                Ok(()) => self.toasts.good("It is being tried again."),
                Err(error) => self.toasts.bad(format!("Not tried again. {error}")),
            }
            self.done();
        });
    }

    /// Asks before it is discarded.
    pub fn ask(self, which: Which) {
        self.asked.set(Some(which));
        self.asking.set(true);
    }

    fn discard(self) {
        let Some(which) = self.asked.get_untracked() else {
            return;
        };
        self.busy.set(true);
        spawn_local(async move {
            match discard_failed_work(which.row, which.kind).await {
                Ok(()) => self.toasts.good("Discarded."),
                Err(error) => self.toasts.bad(format!("Not discarded. {error}")),
            }
            self.asking.set(false);
            self.done();
        });
    }

    fn done(self) {
        self.busy.set(false);
        self.changed.run(());
    }
}

/// The question.
#[component]
pub fn DiscardDialog(
    /// Whose question.
    handling: Handling,
) -> impl IntoView {
    let words = move || {
        handling
            .asked
            .with(|asked| asked.as_ref().map(|which| which.words.clone()))
    };
    view! {
        <Dialog open=handling.asking title=Signal::stored("Discard failed work?".to_owned())>
            <p><strong>{words}</strong></p>
            <p>"It will not be done, and it leaves this list for good. What CLARA knows stays as it is. The audit log keeps that you discarded it."</p>
            <footer>
                <button type="button" class="button" on:click=move |_| handling.asking.set(false)>"Keep it"</button>
                <button type="button" class="button danger solid" disabled=handling.busy on:click=move |_| handling.discard()>"Discard"</button>
            </footer>
        </Dialog>
    }
    .into_any()
}
