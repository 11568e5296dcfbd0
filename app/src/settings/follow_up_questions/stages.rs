//! The stages of the pipeline, to be chosen. They are asked of the ATS after the page is there.

use leptos::prelude::*;
use questions::{Asking, Stage};

use crate::{
    api::follow_ups::list_stages,
    components::{Failure, Loading},
    shell::Hydrated,
};

/// The choice of stages. For who may not change it, those that are chosen.
#[component]
pub fn Stages(
    /// The connection.
    integration: String,
    /// What is being chosen.
    draft: RwSignal<Asking>,
    /// Whether this member may change it.
    may: bool,
) -> impl IntoView {
    if !may {
        let names = draft.with_untracked(|draft| {
            let names = draft.stages.iter().map(|stage| stage.name.clone());
            names.collect::<Vec<_>>().join(", ")
        });
        let words = if names.is_empty() {
            "No stage is chosen.".to_owned()
        } else {
            format!("Stages: {names}.")
        };
        return view! { <p>{words}</p> }.into_any();
    }
    let id = StoredValue::new(integration);
    let hydrated = expect_context::<Hydrated>().0;
    let offered = LocalResource::new(move || list_stages(id.get_value()));
    view! {
        <fieldset class="stages"><legend>"Stages in which candidates are asked"</legend>
            // A browser takes over only what is there already.
            <Show when=move || hydrated.get() fallback=|| view! { <Loading label="Asking for the stages"/> }>
            <Transition fallback=|| view! { <Loading label="Asking for the stages"/> }>
                {move || Suspend::new(async move {
                    match offered.await {
                        Ok(stages) => with_gone(stages, &draft.get_untracked()).into_iter().map(|(stage, gone)| view! { <StageBox stage=stage gone=gone draft=draft/> }).collect_view().into_any(),
                        Err(error) => view! { <Failure error=error retry=Callback::new(move |()| offered.refetch())/> }.into_any(),
                    }
                })}
            </Transition>
            </Show>
        </fieldset>
    }
    .into_any()
}

/// All that the ATS has, and those that are chosen and gone there.
fn with_gone(stages: Vec<Stage>, draft: &Asking) -> Vec<(Stage, bool)> {
    let gone: Vec<Stage> = draft
        .stages
        .iter()
        .filter(|chosen| !stages.iter().any(|stage| stage.id == chosen.id))
        .cloned()
        .collect();
    let here = stages.into_iter().map(|stage| (stage, false));
    here.chain(gone.into_iter().map(|stage| (stage, true)))
        .collect()
}

#[component]
fn StageBox(stage: Stage, gone: bool, draft: RwSignal<Asking>) -> impl IntoView {
    let name = stage.name.clone();
    let stage = StoredValue::new(stage);
    let chosen = move || draft.with(|draft| stage.with_value(|stage| draft.asks_in(&stage.id)));
    let toggle = move |_| {
        draft.update(|draft| {
            let stage = stage.get_value();
            if draft.asks_in(&stage.id) {
                draft.stages.retain(|known| known.id != stage.id);
            } else {
                draft.stages.push(stage);
            }
        });
    };
    view! {
        <label class="tick">
            <input type="checkbox" prop:checked=chosen on:change=toggle/>
            <span>{name} {gone.then(|| view! { " " <span class="badge part">"no longer there"</span> })}</span>
        </label>
    }
    .into_any()
}
