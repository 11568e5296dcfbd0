//! The main navigation: on the left, below 900 px at the bottom.

use leptos::prelude::*;
use leptos_router::components::A;

use super::session;
use crate::{
    components::Icon,
    settings::{FailedWorkLink, UnmappedLink},
};

/// The main navigation. It holds what this member can go to.
#[component]
pub fn Navigation() -> impl IntoView {
    let can = session().map(|session| session.can).unwrap_or_default();
    view! {
        <nav class="navigation" aria-label="Main">
            <a class="brand" href="/jobs" aria-label="CLARA, to your jobs">
                <svg width="20" height="20" viewBox="0 0 20 20" aria-hidden="true">
                    <rect class="brand-a" x="1" y="1" width="5" height="18" rx="2"></rect>
                    <rect class="brand-b" x="7.5" y="1" width="5" height="12" rx="2"></rect>
                    <rect class="brand-c" x="14" y="1" width="5" height="7" rx="2"></rect>
                </svg>
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
