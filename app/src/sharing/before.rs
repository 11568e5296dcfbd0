//! The history of a job's shares on its own, where the address of the board asks for it: news of a mail that could not be delivered leads there.

use futures::FutureExt;
use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_query_map},
};

use super::history::History;
use crate::{
    components::{Dialog, Toasts},
    parts::{WhenOpened, draw_shares, load_dialogs, open_dialog},
    wire::notifications::SHARES,
};

/// Opens the history when the address asks for it.
#[component]
pub fn SharedBefore(
    /// The job's id.
    job: StoredValue<String>,
) -> impl IntoView {
    let toasts = expect_context::<Toasts>();
    let query = use_query_map();
    let asked = Memo::new(move |_| query.read().get(SHARES).is_some());
    let shown = RwSignal::new(false);
    Effect::new(move || {
        if asked.get() {
            open_dialog(shown, toasts, load_dialogs());
        }
    });
    // Closed, the address asks for it no more: the same news opens it again.
    let navigate = use_navigate();
    Effect::new(move |was: Option<bool>| {
        let is = shown.get();
        if was == Some(true) && !is && asked.get_untracked() {
            let options = NavigateOptions {
                replace: true,
                scroll: false,
                ..NavigateOptions::default()
            };
            navigate(&format!("/jobs/{}", job.get_value()), options);
        }
        is
    });
    let draw = Callback::new(move |()| {
        let job = job.get_value();
        async move { draw_shares(shown, job).await.ok() }.boxed()
    });
    view! { <WhenOpened shown=shown draw=draw/> }
}

/// The history in a dialog, read anew each time it is opened.
#[component]
pub fn SharesDialog(
    /// Whether it is open.
    shown: RwSignal<bool>,
    /// The job's id.
    job: String,
) -> impl IntoView {
    let job = StoredValue::new(job);
    view! {
        <Dialog open=shown title="Shared before" wide=true>
            <Show when=move || shown.get()><History job=job.get_value()/></Show>
        </Dialog>
    }
    .into_any()
}
