//! The comparisons with the ATS: when, what they found, and where one stands that is under way.

use leptos::{prelude::*, task::spawn_local};

use crate::{
    api::resync::{pause_resync, resume_resync},
    components::{Rows, Toasts, When, part_of},
    wire::{
        Millis,
        health::{Resync, Stage},
    },
};

/// The panel.
#[component]
pub fn Runs(
    /// The newest ones.
    runs: Memo<Vec<Resync>>,
    /// When the next one is due.
    next_at: Memo<Option<Millis>>,
    /// Whether this member may do something.
    may: bool,
    /// Called after a change.
    reload: Callback<()>,
) -> impl IntoView {
    let none = part_of(runs, Vec::is_empty);
    let row = move |run: Memo<Resync>| view! { <Row run=run may=may reload=reload/> };
    let table = move || {
        view! {
            <div class="table-scroll" tabindex="0" role="region" aria-label="Comparisons, table">
                <table class="table">
                    <thead><tr><th scope="col">"Begun"</th><th scope="col">"State"</th><th scope="col">"Found"</th><th scope="col" class="number">"Compared"</th><th scope="col"><span class="visually-hidden">"What to do"</span></th></tr></thead>
                    <tbody><Rows all=runs key=|run: &Resync| run.id.clone() children=row/></tbody>
                </table>
            </div>
        }
    };
    view! {
        <section class="panel">
            <header class="panel-head">
                <h2>"Comparisons"</h2>
                <span class="gap"></span>
                {move || next_at.get().map(|at| view! { <span class="dim">"every 5 minutes, the next from " <Clock at=at/> " on"</span> })}
            </header>
            {move || if none.get() {
                view! { <p class="dim">"None yet: the first comes five minutes after connecting."</p> }.into_any()
            } else {
                table().into_any()
            }}
        </section>
    }
    .into_any()
}

#[component]
fn Row(run: Memo<Resync>, may: bool, reload: Callback<()>) -> impl IntoView {
    let (id, started_at, asked) =
        run.with_untracked(|run| (run.id.clone(), run.started_at, run.asked));
    let id = StoredValue::new(id);
    let stage = part_of(run, |run| (run.stage, run.paused));
    let pausable = part_of(run, move |run| may && run.is_under_way());
    let paused = part_of(run, |run| run.paused);
    let state = move || {
        let (class, words) = match stage.get() {
            (Stage::Comparing | Stage::Applying, true) => ("part", "Paused"),
            (Stage::Comparing, _) => ("", "Comparing"),
            (Stage::Compared, _) => ("", "Waits for you"),
            (Stage::Applying, _) => ("", "Reading"),
            (Stage::Finished, _) => ("good", "Done"),
            (Stage::Cancelled, _) => ("", "Left"),
            (Stage::Failed, _) => ("bad", "Not finished"),
        };
        view! { <span class=format!("badge {class}")>{words}</span> }
    };
    let found = move || {
        run.with(|run| match run.failed {
            0 => run.difference(),
            failed => format!("{}, {failed} could not be read", run.difference()),
        })
    };
    view! {
        <tr>
            <td><When at=started_at/> {asked.then(|| view! { <span class="dim">" · asked for"</span> })}</td>
            <td>{state}</td>
            <td>{found}</td>
            <td class="number">{move || run.with(|run| run.listed)}</td>
            <td class="row-actions">{move || pausable.get().then(|| view! { <PauseButton id=id paused=paused reload=reload/> })}</td>
        </tr>
    }
    .into_any()
}

#[component]
fn PauseButton(id: StoredValue<String>, paused: Memo<bool>, reload: Callback<()>) -> impl IntoView {
    let toasts = expect_context::<Toasts>();
    let go = move |_| {
        let (id, paused) = (id.get_value(), paused.get_untracked());
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
    view! { <button type="button" class="button" on:click=go>{move || if paused.get() { "Resume" } else { "Pause" }}</button> }
}

/// A time of the day, in UTC until the browser is there: what is to come is not "ago".
#[component]
fn Clock(at: Millis) -> impl IntoView {
    let minute = at.div_euclid(60_000).rem_euclid(1440);
    view! { <time datetime=crate::components::iso(at)>{format!("{:02}:{:02} UTC", minute / 60, minute % 60)}</time> }
}
