//! `/settings/integrations/:integration/write-back`: which moves on a board also move the stage in the ATS. Owners only.

mod job;

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

use job::{JobSwitch, Underway};

use crate::{
    api::write_back::{AskWriteBack, read_write_back},
    components::{Empty, Failure, SkeletonRows},
    shell::Live,
    wire::{live::Kind, write_back::WriteBack},
};

/// The page.
#[component]
pub fn WriteBackPage() -> impl IntoView {
    let params = use_params_map();
    let integration = Memo::new(move |_| params.read().get("integration").unwrap_or_default());
    let loaded = Resource::new_blocking(move || integration.get(), read_write_back);
    let again = Callback::new(move |()| loaded.refetch());
    let underway = Underway::new();
    expect_context::<Live>().listen(move |event| {
        if matches!(event.kind, Kind::Integration | Kind::Job) {
            loaded.refetch();
        }
    });
    view! {
        <Title text="Write-back"/>
        <div class="page narrow">
            <header class="page-head">
                <div class="page-title"><a class="crumb" href="/settings/integrations">"Integrations"</a><h1>"Write-back"</h1></div>
            </header>
            <Transition fallback=|| view! { <SkeletonRows label="Loading write-back"/> }>
                // Not awaited: what is shown must take choices while news are on their way.
                {move || loaded.get().map(|read| match read {
                    Ok(found) => view! { <Jobs integration=integration.get_untracked() found=found underway=underway again=again/> }.into_any(),
                    Err(error) => view! { <Failure error=error retry=again/> }.into_any(),
                })}
            </Transition>
        </div>
    }
    .into_any()
}

#[component]
fn Jobs(
    integration: String,
    found: WriteBack,
    underway: Underway,
    again: Callback<()>,
) -> impl IntoView {
    let ask = ServerAction::<AskWriteBack>::new();
    let ats = found.ats.clone();
    let permission = if found.granted {
        view! { <p class="notice good">{format!("{ats} has granted the permission ")}<code>{found.scope.clone()}</code>"."</p> }.into_any()
    } else {
        view! {
            <div class="notice part">
                <p>{format!("{ats} has not granted the permission ")}<code>{found.scope.clone()}</code>{format!(" yet. A Super Admin of {ats} must accept it once more; then you come back here.")}</p>
                {move || ask.value().get().and_then(Result::err).map(|error| view! { <p role="alert">{error.to_string()}</p> })}
                <ActionForm action=ask>
                    <input type="hidden" name="integration" value=integration/>
                    <button type="submit" class="button primary">"Ask for the permission"</button>
                </ActionForm>
            </div>
        }
        .into_any()
    };
    let none = found.jobs.is_empty();
    let offered = StoredValue::new((found.columns, found.stages));
    let granted = found.granted;
    view! {
        <p class="lead">{format!("Off for every job at first: CLARA then writes nothing but notes in {ats}. Switched on for a job, a move that somebody makes on its board also moves the candidate to the stage you choose here, ten seconds after the card has come to rest.")}</p>
        {permission}
        {none.then(|| view! { <Empty title="No job is processed yet"><p>"Select jobs first; each gets a switch here."</p></Empty> })}
        {found.jobs.into_iter().map(|job| view! { <JobSwitch job=job underway=underway offered=offered granted=granted again=again/> }).collect_view()}
    }
    .into_any()
}
