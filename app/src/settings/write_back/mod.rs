//! `/settings/integrations/:integration/write-back`: which moves on a board also move the stage in the ATS. Owners only.

mod job;

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

use job::JobSwitch;

use crate::{
    api::{
        json::resource,
        write_back::{AskWriteBack, read_write_back},
    },
    components::{Empty, Latest, Rows, SkeletonRows, part_of},
    shell::Live,
    wire::{
        live::Kind,
        write_back::{Job, WriteBack},
    },
};

/// The page.
#[component]
pub fn WriteBackPage() -> impl IntoView {
    let params = use_params_map();
    let integration = Memo::new(move |_| params.read().get("integration").unwrap_or_default());
    let loaded = resource(move || integration.get(), read_write_back);
    let again = Callback::new(move |()| loaded.refetch());
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
                <Latest loaded=loaded again=again children={move |found: Memo<WriteBack>| view! { <Jobs integration=integration.get_untracked() found=found again=again/> }}/>
            </Transition>
        </div>
    }
    .into_any()
}

#[component]
fn Jobs(integration: String, found: Memo<WriteBack>, again: Callback<()>) -> impl IntoView {
    let ask = ServerAction::<AskWriteBack>::new();
    let (ats, scope) = found.with_untracked(|found| (found.ats.clone(), found.scope.clone()));
    let lead = ats.clone();
    let granted = part_of(found, |found| found.granted);
    let permission = move || {
        let (ats, scope, integration) = (ats.clone(), scope.clone(), integration.clone());
        if granted.get() {
            return view! { <p class="notice good">{format!("{ats} has granted the permission ")}<code>{scope}</code>"."</p> }.into_any();
        }
        view! {
            <div class="notice part">
                <p>{format!("{ats} has not granted the permission ")}<code>{scope}</code>{format!(" yet. A Super Admin of {ats} must accept it once more; then you come back here.")}</p>
                {move || ask.value().get().and_then(Result::err).map(|error| view! { <p role="alert">{error.to_string()}</p> })}
                <ActionForm action=ask>
                    <input type="hidden" name="integration" value=integration/>
                    <button type="submit" class="button primary">"Ask for the permission"</button>
                </ActionForm>
            </div>
        }
        .into_any()
    };
    let jobs = part_of(found, |found| found.jobs.clone());
    let none = part_of(jobs, Vec::is_empty);
    let offered = part_of(found, |found| (found.columns.clone(), found.stages.clone()));
    view! {
        <p class="lead">{format!("Off for every job at first: CLARA then writes nothing but notes in {lead}. Switched on for a job, a move that somebody makes on its board also moves the candidate to the stage you choose here, ten seconds after the card has come to rest.")}</p>
        {permission}
        {move || none.get().then(|| view! { <Empty title="No job is processed yet"><p>"Select jobs first; each gets a switch here."</p></Empty> })}
        <Rows all=jobs key=|job: &Job| job.id.clone() children={move |job: Memo<Job>| view! { <JobSwitch job=job offered=offered granted=granted again=again/> }}/>
    }
    .into_any()
}
