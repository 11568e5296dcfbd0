//! *Re-sync*: one press for a candidate; for a job or a whole connection a comparison whose difference is shown before anything is fetched.

mod comparison;
mod dialog;

use futures::FutureExt;
use leptos::{prelude::*, task::spawn_local};

pub use self::dialog::ResyncDialog;
use crate::{
    api::resync::resync_application,
    components::{Icon, Toasts},
    parts::{WhenOpened, draw_comparing, load_dialogs, open_dialog},
};

/// What is compared.
#[derive(Clone)]
pub enum Of {
    /// A job.
    Job(String),
    /// Everything of a connection.
    Connection(String),
}

/// Button and dialog.
#[component]
pub fn ResyncButton(
    /// What is compared.
    of: Of,
    /// What stands on the button.
    label: &'static str,
    /// As an icon with the label for screen readers, where room is short.
    #[prop(optional)]
    small: bool,
) -> impl IntoView {
    let of = StoredValue::new(of);
    let shown = RwSignal::new(false);
    let toasts = expect_context::<Toasts>();
    let press = move |_| open_dialog(shown, toasts, load_dialogs());
    let draw = Callback::new(move |()| {
        let of = of.get_value();
        async move { draw_comparing(of, shown).await.ok() }.boxed()
    });
    let class = if small {
        "button quiet icon-only"
    } else {
        "button"
    };
    view! {
        <button type="button" class=class title=small.then_some(label) on:click=press>
            <Icon name="sync"/>
            <span class:visually-hidden=small>{label}</span>
        </button>
        <WhenOpened shown=shown draw=draw/>
    }
    .into_any()
}

/// Reads one candidate anew, at once: what changed appears by itself.
#[component]
pub fn ResyncCandidate(
    /// Whose application.
    application: String,
) -> impl IntoView {
    let toasts = expect_context::<Toasts>();
    let busy = RwSignal::new(false);
    let application = StoredValue::new(application);
    let go = move |_| {
        busy.set(true);
        spawn_local(async move {
            match resync_application(application.get_value()).await {
                Ok(()) => toasts.good("It is being read again. What changed appears by itself."),
                Err(error) => toasts.bad(format!("Not read again. {error}")),
            }
            busy.set(false);
        });
    };
    view! {
        <button type="button" class="button quiet" title="Read this candidate again from the applicant tracking system" disabled=busy on:click=go>
            <Icon name="sync"/>"Re-sync"
        </button>
    }
    .into_any()
}
