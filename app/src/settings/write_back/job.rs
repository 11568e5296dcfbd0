//! One job's write-back: a switch, and a stage for each column that shall have one.

use leptos::{prelude::*, task::spawn_local};
use std::collections::BTreeMap;

use crate::{
    api::write_back::switch_write_back,
    components::{Select, Toast, Toasts},
    wire::{status_mapping::Target, write_back::Job},
};

/// The job.
#[component]
pub fn JobSwitch(
    /// How it stands.
    job: Job,
    /// Columns and stages to choose from.
    offered: StoredValue<(Vec<Target>, Vec<Target>)>,
    /// Whether the permission is there.
    granted: bool,
    /// Reads all again.
    again: Callback<()>,
) -> impl IntoView {
    let toasts = expect_context::<Toasts>();
    let busy = RwSignal::new(false);
    let stages: RwSignal<BTreeMap<String, String>> =
        RwSignal::new(job.stages.into_iter().collect());
    let (id, on) = (StoredValue::new(job.id), job.on);
    let switch = move |to: bool| {
        busy.set(true);
        spawn_local(async move {
            let chosen = stages.get_untracked().into_iter().collect();
            match switch_write_back(id.get_value(), to, chosen).await {
                Ok(()) => {
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
            <details class="column-stages" open=on>
                <summary>"Stage of each column"</summary>
                <div class="stage-rows">{columns.into_iter().map(|column| view! { <StageOf column=column choices=choices.clone() stages=stages/> }).collect_view()}</div>
            </details>
        </section>
    }
    .into_any()
}

#[component]
fn StageOf(
    column: Target,
    choices: Vec<Target>,
    stages: RwSignal<BTreeMap<String, String>>,
) -> impl IntoView {
    let id = StoredValue::new(column.id);
    let chosen = move || {
        id.with_value(|id| stages.with(|stages| stages.get(id).cloned().unwrap_or_default()))
    };
    let choose = move |stage: String| {
        stages.update(|stages| {
            if stage.is_empty() {
                id.with_value(|id| stages.remove(id));
            } else {
                stages.insert(id.get_value(), stage);
            }
        });
    };
    let option = move |value: String, name: String| {
        let of = value.clone();
        view! { <option value=value selected=move || chosen() == of>{name}</option> }
    };
    view! {
        <label class="field"><span>{column.name}</span>
            <Select><select prop:value=chosen on:change=move |event| choose(event_target_value(&event))>
                {option(String::new(), "moves no stage".to_owned())}
                {choices.into_iter().map(|stage| option(stage.id, stage.name)).collect_view()}
            </select></Select>
        </label>
    }
    .into_any()
}
