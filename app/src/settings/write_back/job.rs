//! One job's write-back: a switch, and a stage for each column that shall have one.

use leptos::{prelude::*, task::spawn_local};
use std::collections::BTreeMap;

use crate::{
    api::write_back::switch_write_back,
    components::{Select, Toast, Toasts},
    wire::{status_mapping::Target, write_back::Job},
};

/// What somebody is choosing and has not saved yet. It is the page's, because the jobs are drawn anew with every piece of news.
#[derive(Clone, Copy)]
pub struct Underway {
    /// Stages by column, of each job in which one was chosen.
    stages: RwSignal<BTreeMap<String, BTreeMap<String, String>>>,
}

impl Underway {
    /// Nothing yet.
    pub fn new() -> Self {
        Self {
            stages: RwSignal::default(),
        }
    }
}

/// The job.
#[component]
pub fn JobSwitch(
    /// How it stands.
    job: Job,
    /// What is under way.
    underway: Underway,
    /// Columns and stages to choose from.
    offered: StoredValue<(Vec<Target>, Vec<Target>)>,
    /// Whether the permission is there.
    granted: bool,
    /// Reads all again.
    again: Callback<()>,
) -> impl IntoView {
    let toasts = expect_context::<Toasts>();
    let busy = RwSignal::new(false);
    let (id, on) = (StoredValue::new(job.id), job.on);
    let saved: BTreeMap<String, String> = job.stages.into_iter().collect();
    let stages = Memo::new(move |_| {
        id.with_value(|id| underway.stages.with(|all| all.get(id).cloned()))
            .unwrap_or_else(|| saved.clone())
    });
    let choose = Callback::new(move |(column, stage): (String, String)| {
        let mut chosen = stages.get_untracked();
        if stage.is_empty() {
            chosen.remove(&column);
        } else {
            chosen.insert(column, stage);
        }
        underway
            .stages
            .update(|all| drop(all.insert(id.get_value(), chosen)));
    });
    let switch = move |to: bool| {
        busy.set(true);
        spawn_local(async move {
            let chosen = stages.get_untracked().into_iter().collect();
            match switch_write_back(id.get_value(), to, chosen).await {
                Ok(()) => {
                    underway
                        .stages
                        .update(|all| drop(id.with_value(|id| all.remove(id))));
                    toasts.good(match (on, to) {
                        (true, true) => "Saved.",
                        (_, true) => "Write-back is on for this job.",
                        (_, false) => "Write-back is off for this job.",
                    });
                    again.run(());
                }
                Err(error) => {
                    toasts.show(Toast::bad("Nothing was changed").detail(error.to_string()));
                }
            }
            busy.set(false);
        });
    };
    let nothing = move || busy.get() || !granted || stages.with(BTreeMap::is_empty);
    let (columns, choices) = offered.get_value();
    // Whether it is open is the browser's: an attribute that is bound would close it with every piece of news.
    let rows = view! {
        <summary>"Stage of each column"</summary>
        <div class="stage-rows">{columns.into_iter().map(|column| view! { <StageOf column=column choices=choices.clone() stages=stages choose=choose/> }).collect_view()}</div>
    };
    view! {
        <section class="panel">
            <header class="panel-head">
                <h2>{job.title}</h2>
                <span class=if on { "badge good" } else { "badge" }>{if on { "On" } else { "Off" }}</span>
                <span class="gap"></span>
                {if on {
                    view! {
                        <button type="button" class="button" disabled=busy on:click=move |_| switch(false)>"Switch off"</button>
                        <button type="button" class="button primary" disabled=nothing on:click=move |_| switch(true)>"Save"</button>
                    }.into_any()
                } else {
                    view! { <button type="button" class="button" disabled=nothing on:click=move |_| switch(true)>"Switch on"</button> }.into_any()
                }}
            </header>
            {job.ended.map(|why| view! { <p class="notice bad" role="alert">{why}</p> })}
            {if on {
                view! { <details class="column-stages" open>{rows}</details> }.into_any()
            } else {
                view! { <details class="column-stages">{rows}</details> }.into_any()
            }}
        </section>
    }
    .into_any()
}

#[component]
fn StageOf(
    column: Target,
    choices: Vec<Target>,
    stages: Memo<BTreeMap<String, String>>,
    choose: Callback<(String, String)>,
) -> impl IntoView {
    let id = StoredValue::new(column.id);
    let chosen = move || {
        id.with_value(|id| stages.with(|stages| stages.get(id).cloned().unwrap_or_default()))
    };
    let option = move |value: String, name: String| {
        let of = value.clone();
        view! { <option value=value selected=move || chosen() == of>{name}</option> }
    };
    view! {
        <label class="field"><span>{column.name}</span>
            <Select><select prop:value=chosen on:change=move |event| choose.run((id.get_value(), event_target_value(&event)))>
                {option(String::new(), "moves no stage".to_owned())}
                {choices.into_iter().map(|stage| option(stage.id, stage.name)).collect_view()}
            </select></Select>
        </label>
    }
    .into_any()
}
