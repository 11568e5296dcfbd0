//! `/settings/integrations/:integration/webhooks`: whether the ATS's calls arrive, a test of it, and the end of the wizard.

mod by_hand;
mod finish;
mod list;

use leptos::prelude::*;
use leptos_meta::Title;

use by_hand::{ByHandSteps, Underway};
use finish::Finish;
use list::HookList;

use super::wizard::{Wizard, WizardHead, use_wizard};
use crate::{
    api::wizard::read_webhooks,
    components::{Failure, SkeletonRows},
    shell::Live,
    wire::{live::Kind, wizard::Hooks},
};

/// The page.
#[component]
pub fn WebhooksPage() -> impl IntoView {
    let wizard = use_wizard();
    let loaded = Resource::new_blocking(move || wizard.integration.get(), read_webhooks);
    let again = Callback::new(move |()| loaded.refetch());
    let underway = Underway::new();
    // A delivery that arrives is such an event.
    expect_context::<Live>().listen(move |event| {
        if event.kind == Kind::Integration {
            loaded.refetch();
        }
    });
    view! {
        <Title text="Webhooks"/>
        <div class="page narrow">
            <WizardHead wizard=wizard step="webhooks" title="Webhooks"/>
            <Transition fallback=|| view! { <SkeletonRows label="Loading webhooks"/> }>
                {move || Suspend::new(async move {
                    match loaded.await {
                        Ok(hooks) => view! { <Steps wizard=wizard hooks=hooks underway=underway again=again/> }.into_any(),
                        Err(error) => view! { <Failure error=error retry=again/> }.into_any(),
                    }
                })}
            </Transition>
        </div>
    }
    .into_any()
}

#[component]
fn Steps(wizard: Wizard, hooks: Hooks, underway: Underway, again: Callback<()>) -> impl IntoView {
    let ats = hooks.ats.clone();
    if hooks.hooks.is_empty() {
        return view! {
            <p class="lead">{format!("{ats} cannot call CLARA, so CLARA looks for changes once a minute. There is nothing to set up here.")}</p>
            <Finish wizard=wizard hooks=hooks/>
        }
        .into_any();
    }
    let silent = hooks
        .hooks
        .iter()
        .any(|hook| hook.last_delivery_at.is_none());
    let quiet = hooks.work() && silent;
    view! {
        <p class="lead">{format!("{ats} calls CLARA when somebody applies, moves or is archived, so that the board follows within seconds. Without these calls CLARA looks for changes every minute.")}</p>
        {hooks.refused.then(|| view! {
            <p class="notice bad" role="alert">{format!("{ats} does not let CLARA make webhooks: the permission is missing, or your plan has none. Nothing else is affected. Make them by hand below, or finish without them.")}</p>
        })}
        <HookList wizard=wizard hooks=hooks.clone() again=again/>
        {quiet.then(|| view! {
            <p class="notice">{format!("An event that was never delivered may be switched off in {ats}: a Super Admin switches its group on under ")}<em>"Settings > Integrations and API > Webhooks"</em>". A test arrives all the same, so look there if nothing real ever does."</p>
        })}
        <ByHandSteps wizard=wizard hooks=hooks.clone() underway=underway again=again/>
        <Finish wizard=wizard hooks=hooks/>
    }
    .into_any()
}
