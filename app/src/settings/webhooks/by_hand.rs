//! Making webhooks by hand, where the ATS's API refuses: an address to copy there, a signature token to bring back.

use leptos::{prelude::*, task::spawn_local};

use crate::{
    api::wizard::{give_webhook_key, prepare_webhook},
    components::{CopyField, Field, Toasts},
    settings::wizard::Wizard,
    wire::wizard::{ByHand, Hook, Hooks},
};

/// Instructions, and the events that still need a webhook. Open where the ATS refused.
#[component]
pub fn ByHandSteps(
    /// The connection.
    wizard: Wizard,
    /// How they stand.
    hooks: Hooks,
    /// Reads them again.
    again: Callback<()>,
) -> impl IntoView {
    let needed: Vec<Hook> = hooks
        .hooks
        .into_iter()
        .filter(|hook| hook.by_hand || !hook.active)
        .collect();
    if needed.is_empty() && !hooks.refused {
        return ().into_any();
    }
    let ats = hooks.ats;
    view! {
        <details class="by-hand" open=hooks.refused>
            <summary>"Make them by hand"</summary>
            <ol>
                <li>{format!("In {ats}, as a Super Admin, open ")}<em>"Settings > Integrations and API > Webhooks"</em>"."</li>
                <li>"Below, press "<em>"Show address"</em>" for an event, and copy the address into the group of that name. Switch the group on."</li>
                <li>"Copy the "<em>"signature token"</em>" that stands beside it there, paste it here and press "<em>"Save"</em>"."</li>
                <li>"Press the test button there. The event above becomes "<em>"Verified"</em>"."</li>
            </ol>
            {needed.into_iter().map(|hook| view! { <One wizard=wizard hook=hook again=again/> }).collect_view()}
        </details>
    }
    .into_any()
}

/// One event. The address is known here only as long as the page is open.
#[component]
fn One(wizard: Wizard, hook: Hook, again: Callback<()>) -> impl IntoView {
    let toasts = expect_context::<Toasts>();
    let prepared = RwSignal::new(None::<ByHand>);
    let key = RwSignal::new(String::new());
    let (event, group) = (hook.event, hook.group);
    let label = format!("Show address for {group}");
    let show = move |_| {
        let event = event.clone();
        spawn_local(async move {
            match prepare_webhook(wizard.integration.get_untracked(), event).await {
                Ok(made) => prepared.set(Some(made)),
                Err(error) => toasts.bad(format!("No address was made. {error}")),
            }
        });
    };
    let save = move |webhook: String| {
        spawn_local(async move {
            match give_webhook_key(webhook, key.get_untracked()).await {
                Ok(()) => {
                    toasts.good("The signature token is kept. Press the test button there now.");
                    again.run(());
                }
                Err(error) => toasts.bad(error.to_string()),
            }
        });
    };
    view! {
        <section class="panel">
            <header class="panel-head"><h3>{group.clone()}</h3><span class="gap"></span>
                {move || prepared.with(Option::is_none).then(|| view! { <button type="button" class="button" aria-label=label.clone() on:click=show.clone()>"Show address"</button> })}
            </header>
            {move || prepared.get().map(|made| {
                let webhook = made.webhook;
                view! {
                    <CopyField label="Address" value=made.url/>
                    <form class="key-form" on:submit=move |event| { event.prevent_default(); save(webhook.clone()); }>
                        <Field label="Signature token" grow=true>
                            <input type="password" autocomplete="off" prop:value=move || key.get() on:input=move |event| key.set(event_target_value(&event))/>
                        </Field>
                        <button type="submit" class="button primary" disabled=move || key.with(|key| key.trim().is_empty())>"Save"</button>
                    </form>
                }
            })}
        </section>
    }
    .into_any()
}
