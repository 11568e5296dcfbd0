//! `/settings/integrations`: the connections to applicant tracking systems.

use leptos::prelude::*;
use leptos_meta::Title;

use super::integration::IntegrationCard;
use crate::{
    api::{integrations::list_integrations, json::resource},
    components::{Empty, Icon, Latest, Rows, SkeletonRows, part_of},
    shell::{Live, WhomToAsk, session},
    wire::{integrations::Integration, live::Kind},
};

/// The list of connections.
#[component]
pub fn IntegrationsPage() -> impl IntoView {
    let loaded = resource(|| (), |()| list_integrations());
    expect_context::<Live>().listen(move |event| {
        if matches!(event.kind, Kind::Integration | Kind::Job) {
            loaded.refetch();
        }
    });
    let again = Callback::new(move |()| loaded.refetch());
    let may = session().is_some_and(|session| session.can.manage_integrations);
    view! {
        <Title text="Integrations"/>
        <div class="page narrow">
            <header class="page-head">
                <div class="page-title"><span class="crumb">"Settings"</span><h1>"Integrations"</h1></div>
                <span class="gap"></span>
                {may.then(|| view! { <a class="button primary" href="/settings/integrations/new"><Icon name="plus"/>"Add New Integration"</a> })}
            </header>
            {(!may).then(|| view! { <LookOnly/> })}
            <Transition fallback=|| view! { <SkeletonRows label="Loading integrations"/> }>
                <Latest loaded=loaded again=again children={move |all: Memo<Vec<Integration>>| view! { <Cards all=all may=may changed=again/> }}/>
            </Transition>
        </div>
    }
    .into_any()
}

#[component]
fn Cards(all: Memo<Vec<Integration>>, may: bool, changed: Callback<()>) -> impl IntoView {
    let none = part_of(all, Vec::is_empty);
    let empty = move || {
        view! {
            <Empty icon="plug" title="Nothing is connected yet">
                <p>"CLARA reads jobs, candidates and resumes from your applicant tracking system, and writes each score there as a note. Nothing else is ever changed."</p>
                {may.then(|| view! { <a class="button primary" href="/settings/integrations/new">"Add New Integration"</a> })}
            </Empty>
        }
    };
    view! {
        {move || none.get().then(empty)}
        <Rows all=all key=|one: &Integration| one.id.clone() children={move |one: Memo<Integration>| view! { <IntegrationCard integration=one may=may changed=changed/> }}/>
    }
    .into_any()
}

/// Who can change what one may only see.
#[component]
pub fn LookOnly() -> impl IntoView {
    view! { <p class="notice">"You can look, but not change anything here. To connect or disconnect, ask " <WhomToAsk/> "."</p> }
}
