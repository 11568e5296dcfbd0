//! `/settings/integrations/:integration/jobs`: the connection test's result, and *Select jobs to process*.

use leptos::prelude::*;
use leptos_meta::Title;

use super::{WizardHead, postings::PostingList, use_wizard};
use crate::{
    api::integrations::{list_postings, test_connection},
    components::{Failure, Loading},
    wire::integrations::ConnectionTest,
};

/// The page. What must be asked of the ATS is asked after the page is there.
#[component]
pub fn SelectJobsPage() -> impl IntoView {
    let wizard = use_wizard();
    let test = LocalResource::new(move || test_connection(wizard.integration.get()));
    let offered = LocalResource::new(move || list_postings(wizard.integration.get()));
    view! {
        <Title text="Select jobs to process"/>
        <div class="page narrow">
            <WizardHead wizard=wizard step="jobs" title="Select jobs to process"/>
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
                        Ok(all) => view! { <PostingList wizard=wizard offered=all/> }.into_any(),
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
    let heading = if passed {
        "The connection works"
    } else {
        "The connection does not work yet"
    };
    view! {
        <section class="panel test" class:is-good=passed aria-label="Connection test">
            <header class="panel-head"><h2>{heading}</h2></header>
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
