//! *Timeline*: what happened to the candidacy, the newest first.

use leptos::{prelude::*, task::spawn_local};

use super::ProfileState;
use crate::{
    api::profile::read_timeline,
    components::{Failure, Loading, When},
    error::ClaraError,
    shell::Live,
    wire::{live::Kind, timeline::Entry},
};

/// What was loaded, and of which application.
pub type LoadedTimeline = (String, Result<Vec<Entry>, ClaraError>);

/// The list.
#[component]
pub fn Timeline(
    /// Whose.
    application: String,
    /// For which job.
    job: String,
    /// Keeps what was loaded while another tab is looked at.
    state: ProfileState,
) -> impl IntoView {
    let (of, job) = (StoredValue::new(application), StoredValue::new(job));
    let loaded = state.timeline;
    // No resource, as with comments: what was loaded stays when another tab was looked at.
    let load = move || {
        spawn_local(async move {
            let Some(of) = of.try_get_value() else { return };
            let all = read_timeline(of.clone()).await;
            let _ = loaded.try_set(Some((of, all)));
        })
    };
    Effect::new(load);
    expect_context::<Live>().listen(move |event| {
        let about = match event.kind {
            Kind::Card | Kind::Comment => event.application.map(|about| (about, of)),
            Kind::Share => event.job.map(|about| (about, job)),
            _ => None,
        };
        if about.is_some_and(|(about, ours)| ours.with_value(|ours| *ours == about)) {
            load();
        }
    });
    let all = move || {
        let loaded = loaded.get()?;
        of.with_value(|of| *of == loaded.0).then_some(loaded.1)
    };
    view! {
        <section class="timeline">
            {move || match all() {
                None => view! { <Loading label="Loading the timeline"/> }.into_any(),
                Some(Ok(all)) => view! { <ol role="list" aria-label="What happened, the newest first">{all.into_iter().map(row).collect_view()}</ol> }.into_any(),
                Some(Err(error)) => view! { <Failure error=error retry=Callback::new(move |()| load())/> }.into_any(),
            }}
        </section>
    }
    .into_any()
}

fn row(entry: Entry) -> impl IntoView {
    view! {
        <li>
            <p>{entry.words}</p>
            {entry.more.map(|more| view! { <p class="dim small timeline-more">{more}</p> })}
            <p class="dim small"><When at=entry.at/></p>
        </li>
    }
}
