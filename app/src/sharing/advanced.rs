//! The top of *Jobs*: candidates whom hiring managers advanced, until somebody acts.

use leptos::{prelude::*, task::spawn_local};

use crate::{
    api::shares::acted,
    components::{Icon, Toasts, When},
    wire::shares::Advanced,
};

/// The list; nothing where nobody was advanced.
#[component]
pub fn AdvancedCandidates(
    /// The newest decision first.
    candidates: Vec<Advanced>,
    /// Reads the page anew.
    again: Callback<()>,
) -> impl IntoView {
    (!candidates.is_empty()).then(|| {
        let heading = match candidates.len() {
            1 => "A hiring manager advanced a candidate".to_owned(),
            many => format!("Hiring managers advanced {many} candidates"),
        };
        view! {
            <section class="advanced" aria-label="Advanced candidates">
                <h2><Icon name="check"/>{heading}</h2>
                <ul role="list">{candidates.into_iter().map(|candidate| view! { <Row candidate=candidate again=again/> }).collect_view()}</ul>
            </section>
        }
    })
}

#[component]
fn Row(candidate: Advanced, again: Callback<()>) -> impl IntoView {
    let toasts = expect_context::<Toasts>();
    let id = StoredValue::new(candidate.application.clone());
    let done = move |_| {
        spawn_local(async move {
            if let Err(error) = acted(id.get_value()).await {
                toasts.bad(format!("{}. {error}", error.title()));
            }
            again.run(());
        });
    };
    let name = if candidate.name.is_empty() {
        "No name given".to_owned()
    } else {
        candidate.name
    };
    let label = format!("Done with {name}");
    let href = format!(
        "/jobs/{}?application={}",
        candidate.job, candidate.application
    );
    view! {
        <li>
            {candidate.score.map(|score| view! { <span class="score">{score}</span> })}
            <div class="advanced-who">
                <p><a href=href>{name}</a> <span class="dim">" · " {candidate.job_title}</span></p>
                <p class="dim small">"advanced by " {candidate.who} " " <When at=candidate.at/>{(!candidate.comment.is_empty()).then(|| view! { ": " <q>{candidate.comment}</q> })}</p>
            </div>
            <button type="button" class="button" aria-label=label title="Takes them off this list" on:click=done>"Done"</button>
        </li>
    }
    .into_any()
}
