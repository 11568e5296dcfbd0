//! `/settings/integrations/:integration/jobs`: the connection test's result, and *Select jobs to process*.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

use super::postings::PostingList;
use crate::{
    api::integrations::{list_postings, test_connection},
    components::{Failure, Loading},
    wire::integrations::ConnectionTest,
};

/// The page. What must be asked of the ATS is asked after the page is there.
#[component]
pub fn SelectJobsPage() -> impl IntoView {
    let params = use_params_map();
    let integration = Memo::new(move |_| params.read().get("integration").unwrap_or_default());
    let test = LocalResource::new(move || test_connection(integration.get()));
    let offered = LocalResource::new(move || list_postings(integration.get()));
    view! {
        <Title text="Select jobs to process"/>
        <div class="page narrow">
            <header class="page-head">
                <div class="page-title"><a class="crumb" href="/settings/integrations">"Integrations"</a><h1>"Select jobs to process"</h1></div>
            </header>
            <Transition fallback=|| view! { <p class="notice waiting" role="status">"Testing the connection…"</p> }>
                {move || Suspend::new(async move {
                    match test.await {
                        Ok(result) => view! { <TestResult test=result/> }.into_any(),
                        Err(error) => view! { <Failure error=error retry=Callback::new(move |()| test.refetch())/> }.into_any(),
                    }
                })}
            </Transition>
            <Transition fallback=|| view! { <Loading label="Asking the applicant tracking system for its jobs"/> }>
                {move || Suspend::new(async move {
                    match offered.await {
                        Ok(all) => view! { <PostingList integration=integration.get_untracked() offered=all/> }.into_any(),
                        Err(error) => view! { <Failure error=error retry=Callback::new(move |()| offered.refetch())/> }.into_any(),
                    }
                })}
            </Transition>
        </div>
    }
    .into_any()
}

/// Each thing that was tried.
#[component]
fn TestResult(test: ConnectionTest) -> impl IntoView {
    let passed = test.passed();
    let congratulations = (passed && test.fresh)
        .then(|| format!("The connection between CLARA and {} is active.", test.name));
    view! {
        {congratulations.map(|words| view! { <p class="notice good" role="status"><strong>"Congratulations! "</strong>{words}</p> })}
        <section class="panel test" aria-label="Connection test">
            <header class="panel-head"><h2>{if passed { "The connection works" } else { "The connection does not work yet" }}</h2></header>
            <ul role="list">
                {test.checks.into_iter().map(|check| view! {
                    <li>
                        <span class=if check.ok { "verdict good" } else { "verdict bad" } aria-hidden="true">{if check.ok { "✓" } else { "✗" }}</span>
                        <span><span class="visually-hidden">{if check.ok { "worked: " } else { "failed: " }}</span>{check.what}</span>
                        <span class="dim">{check.detail}</span>
                    </li>
                }).collect_view()}
            </ul>
        </section>
    }
    .into_any()
}
