//! One job's write-back: a switch, and a stage for each column that shall have one.

use leptos::{prelude::*, task::spawn_local};
use std::collections::BTreeMap;

use crate::{
    api::write_back::switch_write_back,
    components::{Select, Toast, Toasts, part_of},
    wire::{status_mapping::Target, write_back::Job},
};

/// The job.
#[component]
pub fn JobSwitch(
    /// How it stands.
    job: Memo<Job>,
    /// Columns and stages to choose from.
    offered: Memo<(Vec<Target>, Vec<Target>)>,
    /// Whether the permission is there.
    granted: Memo<bool>,
    /// Reads all again.
    again: Callback<()>,
) -> impl IntoView {
    let toasts = expect_context::<Toasts>();
    let busy = RwSignal::new(false);
    let id = StoredValue::new(job.with_untracked(|job| job.id.clone()));
    let on = part_of(job, |job| job.on);
    // Stages by column, once one was chosen that is not saved yet.
    let choosing = RwSignal::new(None::<BTreeMap<String, String>>);
    let stages = Memo::new(move |_| {
        choosing
            .get()
            .unwrap_or_else(|| job.with(|job| job.stages.iter().cloned().collect()))
    });
    let choose = Callback::new(move |(column, stage): (String, String)| {
        let mut chosen = stages.get_untracked();
        if stage.is_empty() {
            chosen.remove(&column);
        } else {
            chosen.insert(column, stage);
        }
        choosing.set(Some(chosen));
    });
    let switch = move |to: bool| {
        busy.set(true);
        let on = on.get_untracked();
        spawn_local(async move {
            let chosen = stages.get_untracked().into_iter().collect();
            match switch_write_back(id.get_value(), to, chosen).await {
                Ok(()) => {
                    choosing.set(None);
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
    let nothing = move || busy.get() || !granted.get() || stages.with(BTreeMap::is_empty);
    let columns = move || {
        let (columns, choices) = offered.get();
        columns.into_iter().map(|column| view! { <StageOf column=column choices=choices.clone() stages=stages choose=choose/> }).collect_view()
    };
    let rows = view! {
        <summary>"Stage of each column"</summary>
        <div class="stage-rows">{columns}</div>
    };
    let ended = part_of(job, |job| job.ended.clone());
    // Whether it is open is the browser's from then on.
    let open = on.get_untracked();
    view! {
        <section class="panel">
            <header class="panel-head">
                <h2>{move || job.with(|job| job.title.clone())}</h2>
                <span class=move || if on.get() { "badge good" } else { "badge" }>{move || if on.get() { "On" } else { "Off" }}</span>
                <span class="gap"></span>
                {move || if on.get() {
                    view! {
                        <button type="button" class="button" disabled=busy on:click=move |_| switch(false)>"Switch off"</button>
                        <button type="button" class="button primary" disabled=nothing on:click=move |_| switch(true)>"Save"</button>
                    }.into_any()
                } else {
                    view! { <button type="button" class="button" disabled=nothing on:click=move |_| switch(true)>"Switch on"</button> }.into_any()
                }}
            </header>
            {move || ended.get().map(|why| view! { <p class="notice bad" role="alert">{why}</p> })}
            {if open {
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
