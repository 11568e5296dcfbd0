//! The main navigation: on the left, below 900 px at the bottom.

use leptos::prelude::*;
use leptos_router::components::A;

use super::session;
use crate::{
    components::{BrandMark, Icon},
    settings::{FailedWorkLink, UnmappedLink},
};

/// The main navigation. It holds what this member can go to.
#[component]
pub fn Navigation() -> impl IntoView {
    let can = session().map(|session| session.can).unwrap_or_default();
    view! {
        <nav class="navigation" aria-label="Main">
            <a class="brand" href="/jobs" aria-label="CLARA, to your jobs">
                <BrandMark size="20"/>
                <span>"CLARA"</span>
            </a>
            {can.view_jobs.then(|| view! {
                <A href="/jobs"><Icon name="jobs"/><span>"Jobs"</span></A>
                <A href="/candidates"><Icon name="candidates"/><span>"Candidates"</span></A>
            })}
            {can.view_integrations.then(|| view! {
                <A href="/settings"><Icon name="settings"/><span>"Settings"</span></A>
            })}
            {can.manage_integrations.then(|| view! { <UnmappedLink/> <FailedWorkLink/> })}
            <A href="/help" attr:class="only-narrow"><Icon name="help"/><span>"Help"</span></A>
        </nav>
    }
    .into_any()
}
