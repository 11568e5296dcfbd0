//! `/settings/integrations`: the connections to applicant tracking systems.

use leptos::prelude::*;
use leptos_meta::Title;

use super::integration::IntegrationCard;
use crate::{
    api::integrations::list_integrations,
    components::{Empty, Failure, Icon, SkeletonRows},
    shell::{Live, WhomToAsk, session},
    wire::live::Kind,
};

/// The list of connections.
#[component]
pub fn IntegrationsPage() -> impl IntoView {
    let loaded = Resource::new_blocking(|| (), |()| list_integrations());
    expect_context::<Live>().listen(move |event| {
        if matches!(event.kind, Kind::Integration | Kind::Job) {
            loaded.refetch();
        }
    });
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
                {move || Suspend::new(async move {
                    match loaded.await {
                        Ok(all) if all.is_empty() => view! {
                            <Empty icon="plug" title="Nothing is connected yet">
                                <p>"CLARA reads jobs, candidates and resumes from your applicant tracking system, and writes each score there as a note. Nothing else is ever changed."</p>
                                {may.then(|| view! { <a class="button primary" href="/settings/integrations/new">"Add New Integration"</a> })}
                            </Empty>
                        }.into_any(),
                        Ok(all) => all.into_iter().map(|integration| view! { <IntegrationCard integration=integration may=may changed=Callback::new(move |()| loaded.refetch())/> }).collect_view().into_any(),
                        Err(error) => view! { <Failure error=error retry=Callback::new(move |()| loaded.refetch())/> }.into_any(),
                    }
                })}
            </Transition>
        </div>
    }
    .into_any()
}

/// Who can change what one may only see.
#[component]
pub fn LookOnly() -> impl IntoView {
    view! { <p class="notice">"You can look, but not change anything here. To connect or disconnect, ask " <WhomToAsk/> "."</p> }
}
