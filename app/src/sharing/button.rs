//! The button that opens the dialog; what is chosen in it first depends on where it stands, or on who asked for it from elsewhere.

use futures::FutureExt;
use leptos::prelude::*;

use super::{before::SharedBefore, pick::Offered};
use crate::{
    components::{Icon, Toasts},
    parts::{WhenOpened, draw_sharing, load_dialogs, open_dialog},
    shell::session,
};

/// What the dialog begins with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Begin {
    /// The open candidate, or what was chosen before.
    Usual,
    /// One candidate, by the application.
    Candidate(String),
    /// Several candidates, by their applications.
    Selection(Vec<String>),
    /// A whole column, by its name.
    Column(String),
    /// What decisions do to the cards.
    Rule,
}

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
    /// Opens the dialog from elsewhere.
    #[prop(optional)]
    asked: Option<RwSignal<Option<Begin>>>,
    /// Told of the applications that were shared.
    #[prop(optional)]
    sent: Option<Callback<Vec<String>>>,
    /// The candidate's name, where room is short and it is about one.
    #[prop(default = None)]
    whom: Option<String>,
    /// The page's main action.
    #[prop(optional)]
    primary: bool,
) -> impl IntoView {
    session().filter(|session| session.can.share).map(|_| {
        let asked = asked.unwrap_or_else(|| RwSignal::new(None));
        let sent = sent.unwrap_or_else(|| Callback::new(|_| ()));
        let shown = RwSignal::new(false);
        let (job, job_title) = (StoredValue::new(job), StoredValue::new(job_title));
        let toasts = expect_context::<Toasts>();
        Effect::new(move || {
            if asked.with(Option::is_some) {
                open_dialog(shown, toasts, load_dialogs());
            }
        });
        let draw = Callback::new(move |()| {
            let (job, job_title) = (job.get_value(), job_title.get_value());
            async move { draw_sharing(shown, job, job_title, offer, open, asked, sent).await.ok() }.boxed()
        });
        let label = whom.as_ref().map(|name| format!("Share {name} with Hiring Manager"));
        let words = if label.is_some() { "Share" } else { "Share with Hiring Manager" };
        view! {
            <button type="button" class="button" class:primary=primary aria-label=label on:click=move |_| asked.set(Some(Begin::Usual))><Icon name="share"/>{words}</button>
            <WhenOpened shown=shown draw=draw/>
            {primary.then(|| view! { <SharedBefore job=job/> })}
        }
    })
}
