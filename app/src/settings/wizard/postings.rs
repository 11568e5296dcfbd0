//! The jobs that the ATS offers: filter, choose, see what it costs, start.

use leptos::{prelude::*, task::spawn_local};
use leptos_router::{NavigateOptions, hooks::use_navigate};
use std::collections::BTreeSet;

use super::{Kept, KeptNotice, Wizard, after, choice::Choice, keep, leaving::LeavingDialog};
use crate::{
    api::integrations::select_jobs,
    components::{Icon, Select, Toast, Toasts, duration},
    wire::integrations::{Posting, Postings},
};

/// The list with its filters.
#[component]
pub fn PostingList(
    /// The connection.
    wizard: Wizard,
    /// What the ATS offers.
    offered: Postings,
) -> impl IntoView {
    let per_candidate = u64::from(offered.milliseconds_per_candidate);
    let (counted, why_missing) = (offered.counted, offered.why_missing);
    let pace = if offered.measured {
        "as fast as this connection was so far".to_owned()
    } else {
        format!("as fast as {} allows", offered.name)
    };
    let choice = Choice::new(offered.rows);
    let integration = wizard.integration.get_untracked();
    let kept = keep(
        &integration,
        "jobs",
        move || choice.unsaved(),
        move |before| choice.restore(&before),
    );
    let discard = Callback::new(move |()| choice.discard());
    let shown = Memo::new(move |_| choice.shown());
    let open = move || {
        shown.with(|shown| {
            shown
                .iter()
                .map(|row| row.id.clone())
                .collect::<BTreeSet<_>>()
        })
    };
    let all = Memo::new(move |_| {
        let open = open();
        !open.is_empty() && choice.chosen.with(|chosen| open.is_subset(chosen))
    });
    let toggle_all = move |_| {
        let open = open();
        let all = all.get_untracked();
        choice.chosen.update(|chosen| {
            if all {
                chosen.retain(|id| !open.contains(id))
            } else {
                chosen.extend(open)
            }
        });
    };
    let estimate = Memo::new(move |_| {
        let people = choice.to_read();
        let seconds = (u64::from(people) * per_candidate).div_ceil(1000);
        (people > 0).then(|| (people, u32::try_from(seconds).unwrap_or(u32::MAX)))
    });
    let words = Signal::derive(move || match estimate.get() {
        None => "Nothing new to read.".to_owned(),
        Some((people, seconds)) => {
            let least = if counted { "" } else { "at least " };
            let time = duration(seconds);
            format!("{least}{people} candidates to read: about {time}, {pace}.")
        }
    });
    let seconds = Signal::derive(move || estimate.get().map(|(_, seconds)| seconds));
    view! {
        <KeptNotice kept=kept discard=discard/>
        <Filters choice=choice/>
        <div class="table-frame">
            <table class="table postings stacks">
                <thead><tr>
                    <th scope="col"><input type="checkbox" aria-label="Select all" prop:checked=all on:change=toggle_all/></th>
                    <th scope="col">"Job"</th><th scope="col">"Team"</th><th scope="col">"Location"</th><th scope="col">"State"</th><th scope="col" class="number">"Candidates"</th>
                </tr></thead>
                <tbody>{move || shown.get().into_iter().map(|row| view! { <Row row=row choice=choice/> }).collect_view()}</tbody>
            </table>
            {move || shown.with(Vec::is_empty).then(|| view! { <p class="dim pad">"No job matches the filters."</p> })}
        </div>
        <details class="why-missing"><summary>"A job is missing?"</summary><p>{why_missing}</p></details>
        <Onward wizard=wizard choice=choice kept=kept words=words seconds=seconds/>
    }
    .into_any()
}

/// What is chosen, what it costs, and the way on.
#[component]
fn Onward(
    wizard: Wizard,
    choice: Choice,
    kept: Kept,
    words: Signal<String>,
    seconds: Signal<Option<u32>>,
) -> impl IntoView {
    let toasts = expect_context::<Toasts>();
    let navigate = StoredValue::new(use_navigate());
    let busy = RwSignal::new(false);
    let asking = RwSignal::new(false);
    let left = Signal::derive(move || choice.left());
    let go_on = move || {
        let finished = untrack(|| wizard.is_finished());
        let to = match after("jobs").filter(|_| !finished) {
            Some(next) => wizard.address(next.slug),
            None => "/jobs".to_owned(),
        };
        navigate.with_value(|navigate| navigate(&to, NavigateOptions::default()));
    };
    let save = Callback::new(move |purge: bool| {
        busy.set(true);
        spawn_local(async move {
            let chosen = choice.chosen.get_untracked().into_iter().collect();
            let (id, told) = (wizard.integration.get_untracked(), seconds.get_untracked());
            match select_jobs(id, chosen, purge, told).await {
                Ok(()) => {
                    kept.forget();
                    toasts.good("Saved. Candidates appear as they are read.");
                    go_on();
                }
                Err(error) => toasts.show(
                    Toast::bad("Not saved; your choice is still here")
                        .detail(format!("{}. {error}", error.title())),
                ),
            }
            busy.set(false);
        });
    });
    let changes = move || untrack(|| (choice.changed(), choice.left().is_empty()));
    let pressed = move |_| match changes() {
        (false, _) => go_on(),
        (true, true) => save.run(false),
        (true, false) => asking.set(true),
    };
    let label = move || match after("jobs").filter(|_| !wizard.is_finished()) {
        _ if busy.get() => "Saving…".to_owned(),
        Some(next) => format!("Next: {}", next.name),
        None => "Save".to_owned(),
    };
    let idle = move || {
        let nothing = choice.chosen.with(BTreeSet::is_empty) && !wizard.is_finished();
        busy.get() || nothing || (wizard.is_finished() && !choice.changed())
    };
    let count = move || match choice.chosen.with(BTreeSet::len) {
        0 => "Select at least one job".to_owned(),
        1 => "1 job selected".to_owned(),
        count => format!("{count} jobs selected"),
    };
    view! {
        <footer class="actions sticky">
            <p aria-live="polite"><strong>{count}</strong> <span class="dim">{words}</span></p>
            <span class="gap"></span>
            <Transition><button type="button" class="button primary" disabled=idle on:click=pressed>{label}</button></Transition>
        </footer>
        <LeavingDialog open=asking titles=left go=save/>
    }
    .into_any()
}

#[component]
fn Filters(choice: Choice) -> impl IntoView {
    let select = move |label: &'static str, values: Vec<String>, signal: RwSignal<String>| {
        view! {
            <Select><select aria-label=label on:change=move |event| signal.set(event_target_value(&event))>
                <option value="">{label}</option>
                {values.into_iter().map(|value| { let shown = value.clone(); view! { <option value=value>{shown}</option> } }).collect_view()}
            </select></Select>
        }
    };
    view! {
        <div class="filters">
            <label class="filter"><Icon name="search"/><span class="visually-hidden">"Search jobs"</span>
                <input type="search" placeholder="Search jobs" autocomplete="off" on:input=move |event| choice.words.set(event_target_value(&event))/>
            </label>
            {select("Any team", choice.values(|row| row.team.clone()), choice.team)}
            {select("Any location", choice.places(), choice.place)}
            {select("Any state", choice.values(|row| row.state.clone()), choice.state)}
        </div>
    }
    .into_any()
}

#[component]
fn Row(row: Posting, choice: Choice) -> impl IntoView {
    let id = StoredValue::new(row.id);
    let chosen = Memo::new(move |_| {
        choice
            .chosen
            .with(|chosen| id.with_value(|id| chosen.contains(id)))
    });
    let change = move |_| {
        choice.chosen.update(|chosen| {
            let id = id.get_value();
            if !chosen.remove(&id) {
                chosen.insert(id);
            }
        });
    };
    let label = format!("Process {}", row.title);
    view! {
        <tr>
            <td><input type="checkbox" aria-label=label prop:checked=chosen on:change=change/></td>
            <th scope="row">{row.title} {row.selected.then(|| view! { " " <span class="badge good">"processed"</span> })}
                {row.hint.map(|hint| view! { <p class="unreadable small">{hint}</p> })}
            </th>
            <td>{row.team}</td><td>{row.location}</td><td>{row.state}</td>
            <td class="number">{row.candidates}</td>
        </tr>
    }
    .into_any()
}
