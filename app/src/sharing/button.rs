//! The button that opens the dialog; what is chosen in it first depends on where it stands.

use leptos::prelude::*;

use super::{dialog::ShareDialog, pick::Offered};
use crate::{components::Icon, shell::session};

/// The button, for whoever may share.
#[component]
pub fn ShareButton(
    /// The job's id.
    job: String,
    /// Its title.
    job_title: String,
    /// The candidates to choose from, asked when the dialog opens.
    offer: Callback<(), Vec<Offered>>,
    /// The application that is chosen at first, if one is open.
    #[prop(into)]
    open: Signal<Option<String>>,
    /// The page's main action.
    #[prop(optional)]
    primary: bool,
) -> impl IntoView {
    session().filter(|session| session.can.share).map(|_| {
        let shown = RwSignal::new(false);
        let (job, job_title) = (StoredValue::new(job), StoredValue::new(job_title));
        // Built when it is opened first: most boards are looked at without sharing.
        let built = Memo::new(move |before: Option<&bool>| before == Some(&true) || shown.get());
        view! {
            <button type="button" class="button" class:primary=primary on:click=move |_| shown.set(true)><Icon name="share"/>"Share with Hiring Manager"</button>
            <Show when=move || built.get()>
                <ShareDialog shown=shown job=job.get_value() job_title=job_title.get_value() offer=offer open=open/>
            </Show>
        }
    })
}
