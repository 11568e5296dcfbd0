//! `/settings/integrations/:integration/webhooks`: whether the ATS's calls arrive, a test of it, and the end of the wizard.

mod by_hand;
mod finish;
mod list;

use leptos::prelude::*;
use leptos_meta::Title;

use by_hand::ByHandSteps;
use finish::Finish;
use list::HookList;

use super::wizard::{Wizard, WizardHead, use_wizard};
use crate::{
    api::{json::resource, wizard::read_webhooks},
    components::{Latest, SkeletonRows, part_of},
    shell::Live,
    wire::{live::Kind, wizard::Hooks},
};

/// The page.
#[component]
pub fn WebhooksPage() -> impl IntoView {
    let wizard = use_wizard();
    let loaded = resource(move || wizard.integration.get(), read_webhooks);
    let again = Callback::new(move |()| loaded.refetch());
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
                <Latest loaded=loaded again=again children={move |hooks: Memo<Hooks>| view! { <Steps wizard=wizard hooks=hooks again=again/> }}/>
            </Transition>
        </div>
    }
    .into_any()
}

#[component]
fn Steps(wizard: Wizard, hooks: Memo<Hooks>, again: Callback<()>) -> impl IntoView {
    let ats = StoredValue::new(hooks.with_untracked(|hooks| hooks.ats.clone()));
    let callable = part_of(hooks, |hooks| !hooks.hooks.is_empty());
    let steps = move || {
        if callable.get() {
            view! { <Called ats=ats.get_value() wizard=wizard hooks=hooks again=again/> }.into_any()
        } else {
            view! { <p class="lead">{format!("{} cannot call CLARA, so CLARA looks for changes once a minute. There is nothing to set up here.", ats.get_value())}</p> }.into_any()
        }
    };
    view! { {steps} <Finish wizard=wizard hooks=hooks/> }.into_any()
}

/// Where the ATS can call CLARA.
#[component]
fn Called(ats: String, wizard: Wizard, hooks: Memo<Hooks>, again: Callback<()>) -> impl IntoView {
    let refused = part_of(hooks, |hooks| hooks.refused);
    let quiet = part_of(hooks, |hooks| {
        let mut all = hooks.hooks.iter();
        hooks.work() && all.any(|hook| hook.last_delivery_at.is_none())
    });
    let (no, off) = (ats.clone(), ats.clone());
    view! {
        <p class="lead">{format!("{ats} calls CLARA when somebody applies, moves or is archived, so that the board follows within seconds. Without these calls CLARA looks for changes every minute.")}</p>
        {move || refused.get().then(|| view! {
            <p class="notice bad" role="alert">{format!("{no} does not let CLARA make webhooks. The permission may be missing, or your plan has none: make them by hand below, or finish without them. Or {no} could not reach CLARA, which it tries first: CLARA's address must be open to the internet, by HTTPS with a certificate of a public authority. When it is, press Make missing webhooks. Nothing else is affected.")}</p>
        })}
        <HookList wizard=wizard hooks=hooks again=again/>
        {move || quiet.get().then(|| view! {
            <p class="notice">{format!("An event that was never delivered may be switched off in {off}: a Super Admin switches its group on under ")}<em>"Settings > Integrations and API > Webhooks"</em>". A test arrives all the same, so look there if nothing real ever does."</p>
        })}
        <ByHandSteps wizard=wizard hooks=hooks again=again/>
    }
    .into_any()
}
