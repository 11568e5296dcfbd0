//! The jobs that the ATS offers: filter, choose, see what it costs, start.

use leptos::{prelude::*, task::spawn_local};
use leptos_router::{NavigateOptions, hooks::use_navigate};
use std::collections::BTreeSet;

use crate::{
    api::integrations::select_jobs,
    components::{Icon, Select, Toast, Toasts, duration},
    wire::integrations::{Posting, Postings},
};

/// What is chosen and what is shown.
#[derive(Clone, Copy)]
struct Choice {
    rows: StoredValue<Vec<Posting>>,
    chosen: RwSignal<BTreeSet<String>>,
    words: RwSignal<String>,
    team: RwSignal<String>,
    place: RwSignal<String>,
    state: RwSignal<String>,
}

impl Choice {
    fn new(rows: Vec<Posting>) -> Self {
        let chosen = rows
            .iter()
            .filter(|row| row.selected)
            .map(|row| row.id.clone())
            .collect();
        Self {
            rows: StoredValue::new(rows),
            chosen: RwSignal::new(chosen),
            words: RwSignal::default(),
            team: RwSignal::default(),
            place: RwSignal::default(),
            state: RwSignal::default(),
        }
    }

    /// The rows that all filters let through.
    fn shown(self) -> Vec<Posting> {
        let words = self.words.get().trim().to_lowercase();
        let (team, place, state) = (self.team.get(), self.place.get(), self.state.get());
        let is = |filter: &str, value: &str| filter.is_empty() || value == filter;
        self.rows.with_value(|rows| {
            rows.iter()
                .filter(|row| {
                    row.title.to_lowercase().contains(&words)
                        && is(&team, &row.team)
                        && is(&place, &row.location)
                        && is(&state, &row.state)
                })
                .cloned()
                .collect()
        })
    }

    /// What a filter can be set to.
    fn values(self, of: impl Fn(&Posting) -> String) -> Vec<String> {
        self.rows.with_value(|rows| {
            rows.iter()
                .map(of)
                .filter(|value| !value.is_empty())
                .collect::<BTreeSet<_>>()
                .into_iter()
                .collect()
        })
    }

    /// Candidates of the chosen jobs that are not processed yet.
    fn to_read(self) -> u32 {
        self.chosen.with(|chosen| {
            self.rows.with_value(|rows| {
                rows.iter()
                    .filter(|row| !row.selected && chosen.contains(&row.id))
                    .map(|row| row.candidates)
                    .sum()
            })
        })
    }

    fn changed(self) -> bool {
        self.chosen.with(|chosen| {
            self.rows.with_value(|rows| {
                rows.iter()
                    .any(|row| row.selected != chosen.contains(&row.id))
            })
        })
    }
}

/// The list with its filters.
#[component]
pub fn PostingList(
    /// The connection.
    integration: String,
    /// What the ATS offers.
    offered: Postings,
) -> impl IntoView {
    let per_candidate = u64::from(offered.milliseconds_per_candidate);
    let (ats, counted, why_missing) = (offered.name, offered.counted, offered.why_missing);
    let choice = Choice::new(offered.rows);
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
    let estimate = move || match choice.to_read() {
        0 => "Nothing new to read.".to_owned(),
        people => {
            let (least, seconds) = (
                if counted { "" } else { "at least " },
                (u64::from(people) * per_candidate).div_ceil(1000),
            );
            format!(
                "{least}{people} candidates to read: about {}, as fast as {ats} allows.",
                duration(u32::try_from(seconds).unwrap_or(u32::MAX))
            )
        }
    };
    let toasts = expect_context::<Toasts>();
    let navigate = use_navigate();
    let busy = RwSignal::new(false);
    let integration = StoredValue::new(integration);
    let start = move |_| {
        busy.set(true);
        let navigate = navigate.clone();
        spawn_local(async move {
            match select_jobs(
                integration.get_value(),
                choice.chosen.get_untracked().into_iter().collect(),
            )
            .await
            {
                Ok(()) => {
                    toasts.good("Saved. Candidates appear as they are read.");
                    navigate("/jobs", NavigateOptions::default());
                }
                Err(error) => toasts.show(
                    Toast::bad("Not saved; your choice is still here")
                        .detail(format!("{}. {error}", error.title())),
                ),
            }
            busy.set(false);
        });
    };
    view! {
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
        <footer class="actions sticky">
            <p><strong>{move || match choice.chosen.with(BTreeSet::len) { 1 => "1 job selected".to_owned(), count => format!("{count} jobs selected") }}</strong> <span class="dim">{estimate}</span></p>
            <span class="gap"></span>
            <button type="button" class="button primary" disabled=move || busy.get() || !choice.changed() on:click=start>{move || if busy.get() { "Starting…" } else { "Process these jobs" }}</button>
        </footer>
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
            {select("Any location", choice.values(|row| row.location.clone()), choice.place)}
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
