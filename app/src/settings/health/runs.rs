//! The comparisons with the ATS: when, what they found, and where one stands that is under way.

use leptos::{prelude::*, task::spawn_local};

use crate::{
    api::resync::{pause_resync, resume_resync},
    components::{Toasts, When},
    wire::{
        Millis,
        health::{Resync, Stage},
    },
};

/// The panel.
#[component]
pub fn Runs(
    /// The newest ones.
    runs: Vec<Resync>,
    /// When the next one is due.
    next_at: Option<Millis>,
    /// Whether this member may do something.
    may: bool,
    /// Called after a change.
    reload: Callback<()>,
) -> impl IntoView {
    view! {
        <section class="panel">
            <header class="panel-head">
                <h2>"Comparisons"</h2>
                <span class="gap"></span>
                {next_at.map(|at| view! { <span class="dim">"every 5 minutes, the next from " <Clock at=at/> " on"</span> })}
            </header>
            {if runs.is_empty() {
                view! { <p class="dim">"None yet: the first comes five minutes after connecting."</p> }.into_any()
            } else {
                view! {
                    <div class="table-scroll" tabindex="0" role="region" aria-label="Comparisons, table">
                        <table class="table">
                            <thead><tr><th scope="col">"Begun"</th><th scope="col">"State"</th><th scope="col">"Found"</th><th scope="col" class="number">"Compared"</th><th scope="col"><span class="visually-hidden">"What to do"</span></th></tr></thead>
                            <tbody>{runs.into_iter().map(|run| view! { <Row run=run may=may reload=reload/> }).collect_view()}</tbody>
                        </table>
                    </div>
                }.into_any()
            }}
        </section>
    }
    .into_any()
}

#[component]
fn Row(run: Resync, may: bool, reload: Callback<()>) -> impl IntoView {
    let (class, words) = match (run.stage, run.paused) {
        (Stage::Comparing | Stage::Applying, true) => ("part", "Paused"),
        (Stage::Comparing, _) => ("", "Comparing"),
        (Stage::Compared, _) => ("", "Waits for you"),
        (Stage::Applying, _) => ("", "Reading"),
        (Stage::Finished, _) => ("good", "Done"),
        (Stage::Cancelled, _) => ("", "Left"),
        (Stage::Failed, _) => ("bad", "Not finished"),
    };
    let control = (may && run.is_under_way())
        .then(|| view! { <PauseButton id=run.id.clone() paused=run.paused reload=reload/> });
    let failed = (run.failed > 0).then(|| format!(", {} could not be read", run.failed));
    view! {
        <tr>
            <td><When at=run.started_at/> {run.asked.then(|| view! { <span class="dim">" · asked for"</span> })}</td>
            <td><span class=format!("badge {class}")>{words}</span></td>
            <td>{run.difference()} {failed}</td>
            <td class="number">{run.listed}</td>
            <td class="row-actions">{control}</td>
        </tr>
    }
    .into_any()
}

#[component]
fn PauseButton(id: String, paused: bool, reload: Callback<()>) -> impl IntoView {
    let toasts = expect_context::<Toasts>();
    let go = move |_| {
        let id = id.clone();
        spawn_local(async move {
            let done = if paused {
                resume_resync(id).await
            } else {
                pause_resync(id).await
            };
            if let Err(error) = done {
                toasts.bad(error.to_string());
            }
            reload.run(());
        });
    };
    view! { <button type="button" class="button" on:click=go>{if paused { "Resume" } else { "Pause" }}</button> }
}

/// A time of the day, in UTC until the browser is there: what is to come is not "ago".
#[component]
fn Clock(at: Millis) -> impl IntoView {
    let minute = at.div_euclid(60_000).rem_euclid(1440);
    view! { <time datetime=crate::components::iso(at)>{format!("{:02}:{:02} UTC", minute / 60, minute % 60)}</time> }
}
