//! The top of *Jobs*: candidates whom hiring managers advanced, until somebody acts.

use leptos::{prelude::*, task::spawn_local};

use crate::{
    api::shares::acted,
    components::{Icon, Rows, Toasts, When, part_of},
    wire::shares::Advanced,
};

/// The list; nothing where nobody was advanced.
#[component]
pub fn AdvancedCandidates(
    /// The newest decision first.
    candidates: Memo<Vec<Advanced>>,
    /// Reads the page anew.
    again: Callback<()>,
) -> impl IntoView {
    let any = part_of(candidates, |candidates| !candidates.is_empty());
    let heading = move || match candidates.with(Vec::len) {
        1 => "A hiring manager advanced a candidate".to_owned(),
        many => format!("Hiring managers advanced {many} candidates"),
    };
    move || {
        any.get().then(|| view! {
            <section class="advanced" aria-label="Advanced candidates">
                <h2><Icon name="check"/><span>{heading}</span></h2>
                <ul role="list"><Rows all=candidates key=|candidate: &Advanced| candidate.application.clone() children={move |candidate: Memo<Advanced>| view! { <Row candidate=candidate again=again/> }}/></ul>
            </section>
        })
    }
}

#[component]
fn Row(candidate: Memo<Advanced>, again: Callback<()>) -> impl IntoView {
    let toasts = expect_context::<Toasts>();
    let id = StoredValue::new(candidate.with_untracked(|candidate| candidate.application.clone()));
    let done = move |_| {
        spawn_local(async move {
            if let Err(error) = acted(id.get_value()).await {
                toasts.bad(format!("{}. {error}", error.title()));
            }
            again.run(());
        });
    };
    let label = move || format!("Done with {}", candidate.with(named));
    let who = move || {
        let candidate = candidate.get();
        let href = format!(
            "/jobs/{}?application={}",
            candidate.job, candidate.application
        );
        view! {
            {candidate.score.map(|score| view! { <span class="score">{score}</span> })}
            <div class="advanced-who">
                <p><a href=href>{named(&candidate)}</a> <span class="dim">" · " {candidate.job_title}</span></p>
                <p class="dim small">"advanced by " {candidate.who} " " <When at=candidate.at/>{(!candidate.comment.is_empty()).then(|| view! { ": " <q>{candidate.comment}</q> })}</p>
            </div>
        }
    };
    view! {
        <li>
            {who}
            <button type="button" class="button" aria-label=label title="Takes them off this list" on:click=done>"Done"</button>
        </li>
    }
    .into_any()
}

fn named(candidate: &Advanced) -> String {
    if candidate.name.is_empty() {
        "No name given".to_owned()
    } else {
        candidate.name.clone()
    }
}
