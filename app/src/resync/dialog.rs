//! The dialog of a comparison: how far it is, the difference, and what to do about it.

use std::time::Duration;

use leptos::{leptos_dom::helpers::IntervalHandle, prelude::*};

use super::{
    Of,
    comparison::{Comparison, Step},
};
use crate::{
    components::Dialog,
    wire::health::{Resync, Stage},
};

/// How often one that is under way is looked at.
const LOOK: Duration = Duration::from_millis(700);

/// Begins a comparison each time it is opened, and follows it.
#[component]
pub fn ResyncDialog(
    /// What is compared.
    of: Of,
    /// Whether it is open.
    open: RwSignal<bool>,
) -> impl IntoView {
    let comparison = Comparison::new(of, open);
    let looking = StoredValue::new(None::<IntervalHandle>);
    let stop = move || {
        if let Some(looking) = looking.try_update_value(Option::take).flatten() {
            looking.clear();
        }
    };
    Effect::new(move |was_open: Option<bool>| {
        let open = comparison.open.get();
        stop();
        if open {
            comparison.begin();
            looking.set_value(set_interval_with_handle(move || comparison.look(), LOOK).ok());
        } else if was_open == Some(true) {
            comparison.closed();
        }
        open
    });
    on_cleanup(stop);
    let body = move || match (comparison.error.get(), comparison.run.get()) {
        (Some(error), _) => {
            view! { <p class="notice bad" role="alert">{error.to_string()}</p> }.into_any()
        }
        (None, None) => view! { <Comparing run=None/> }.into_any(),
        (None, Some(run)) => shown(run),
    };
    view! {
        <Dialog open=comparison.open title=Signal::stored("Re-sync".to_owned())>
            <div class="resync" aria-live="polite">{body}</div>
            <Actions comparison=comparison/>
        </Dialog>
    }
    .into_any()
}

fn shown(run: Resync) -> AnyView {
    match run.stage {
        Stage::Comparing => view! { <Comparing run=Some(run)/> }.into_any(),
        Stage::Compared => view! { <Difference run=run/> }.into_any(),
        Stage::Applying => {
            let all = run.done + run.failed + run.waiting;
            view! {
                <p>{if run.paused { "Paused." } else { "Reading what differs…" }} " " {format!("{} of {all}", run.done + run.failed)}</p>
                <progress max=all.to_string() value=(run.done + run.failed).to_string() aria-label="Re-sync"></progress>
            }
            .into_any()
        }
        Stage::Finished => {
            let words = match (run.done, run.failed) {
                (0, 0) => "Nothing had to be read.".to_owned(),
                (1, 0) => "1 application was read again.".to_owned(),
                (done, 0) => format!("{done} applications were read again."),
                (done, failed) => format!("{done} applications were read again, {failed} could not be. The next comparison tries again."),
            };
            view! { <p class="notice good">"Done. " {words}</p> }.into_any()
        }
        Stage::Cancelled => view! { <p class="notice">"Left as it was."</p> }.into_any(),
        Stage::Failed => view! { <p class="notice bad" role="alert">"The comparison could not be finished. What was read is kept. Try again; if it happens again, see Failed work."</p> }.into_any(),
    }
}

#[component]
fn Comparing(run: Option<Resync>) -> impl IntoView {
    let (jobs, compared) = run.as_ref().map_or((0, 0), |run| run.jobs);
    let paused = run.is_some_and(|run| run.paused);
    let words = match (paused, jobs) {
        (true, _) => "Paused.".to_owned(),
        (false, 0 | 1) => "Comparing with the applicant tracking system…".to_owned(),
        (false, jobs) => {
            format!("Comparing with the applicant tracking system… {compared} of {jobs} jobs")
        }
    };
    view! {
        <p>{words}</p>
        {(!paused).then(|| view! { <progress aria-label="Comparing"></progress> })}
        <p class="dim">"Nothing is changed before you see the difference."</p>
    }
    .into_any()
}

/// What is different, before anything is done.
#[component]
fn Difference(run: Resync) -> impl IntoView {
    let compared = match run.listed {
        1 => "1 application was compared.".to_owned(),
        many => format!("{many} applications were compared."),
    };
    let difference = run.difference();
    let rows = [
        (
            run.missing,
            "missing",
            "They are in the applicant tracking system and not here: they will be read and scored.",
        ),
        (
            run.changed,
            "changed",
            "They were changed there since CLARA read them: they will be read again.",
        ),
        (
            run.gone,
            "gone",
            "They are no longer there: they leave the board, and who was deleted there is erased here.",
        ),
    ];
    if run.missing + run.changed + run.gone == 0 {
        return view! { <p class="notice good">"No difference. " {compared}</p> }.into_any();
    }
    view! {
        <p><strong>{difference}</strong> <span class="dim">" · " {compared}</span></p>
        <dl class="difference">
            {rows.into_iter().filter(|(many, ..)| *many > 0).map(|(many, what, then)| view! {
                <div><dt><b>{many}</b> " " {what}</dt><dd>{then}</dd></div>
            }).collect_view()}
        </dl>
    }
    .into_any()
}

/// What can be done now.
#[component]
fn Actions(comparison: Comparison) -> impl IntoView {
    let Comparison { run, busy, .. } = comparison;
    let close = move |_| comparison.open.set(false);
    let differs = move |run: &Resync| run.missing + run.changed + run.gone > 0;
    let button = move |step: Step, words: &'static str, class: &'static str| {
        view! { <button type="button" class=class disabled=busy on:click=move |_| comparison.go(step)>{words}</button> }
    };
    let actions = move || {
        let run = run.get();
        let waits = run
            .as_ref()
            .is_some_and(|run| run.stage == Stage::Compared && differs(run));
        let under_way = run.as_ref().is_some_and(Resync::is_under_way);
        let paused = run.as_ref().is_some_and(|run| run.paused);
        view! {
            {(under_way && !paused).then(|| button(Step::Pause, "Pause", "button"))}
            {(under_way && paused).then(|| button(Step::Resume, "Resume", "button"))}
            {(under_way).then(|| button(Step::Cancel, "Stop", "button danger"))}
            <button type="button" class="button" on:click=close>{if waits { "Leave it" } else { "Close" }}</button>
            {waits.then(|| button(Step::Apply, "Apply", "button primary"))}
        }
    };
    view! { <footer>{actions}</footer> }.into_any()
}
