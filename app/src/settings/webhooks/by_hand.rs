//! Making webhooks by hand, where the ATS's API refuses: an address to copy there, a signature token to bring back.

use std::collections::BTreeMap;

use leptos::{prelude::*, task::spawn_local};

use crate::{
    api::wizard::{give_webhook_key, prepare_webhook},
    components::{CopyField, Field, Toasts},
    settings::wizard::Wizard,
    wire::wizard::{ByHand, Hook, Hooks},
};

/// An event of a connection.
type Place = (String, String);

/// What is under way by hand. It is the page's, because the list is drawn anew with every piece of news.
#[derive(Clone, Copy)]
pub struct Underway {
    addresses: RwSignal<BTreeMap<Place, ByHand>>,
    keys: RwSignal<BTreeMap<Place, String>>,
}

impl Underway {
    /// Nothing yet.
    pub fn new() -> Self {
        Self {
            addresses: RwSignal::default(),
            keys: RwSignal::default(),
        }
    }
}

/// Instructions, and the events that still need a webhook. Open where the ATS refused.
#[component]
pub fn ByHandSteps(
    /// The connection.
    wizard: Wizard,
    /// How they stand.
    hooks: Hooks,
    /// What is under way.
    underway: Underway,
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
    let inside = view! {
        <summary>"Make them by hand"</summary>
        <ol>
            <li>{format!("In {ats}, as a Super Admin, open ")}<em>"Settings > Integrations and API > Webhooks"</em>"."</li>
            <li>"Below, press "<em>"Show address"</em>" for an event, and copy the address into the group of that name. Switch the group on."</li>
            <li>"Copy the "<em>"signature token"</em>" that stands beside it there, paste it here and press "<em>"Save"</em>"."</li>
            <li>"Press the test button there. The event above becomes "<em>"Verified"</em>"."</li>
        </ol>
        {needed.into_iter().map(|hook| view! { <One wizard=wizard hook=hook underway=underway again=again/> }).collect_view()}
    };
    // Whether it is open is the browser's: an attribute that is bound would close it with every piece of news.
    if hooks.refused {
        view! { <details class="by-hand" open>{inside}</details> }.into_any()
    } else {
        view! { <details class="by-hand">{inside}</details> }.into_any()
    }
}

/// One event. The address is known here only as long as the page is open; after a reload the token can be brought all the same.
#[component]
fn One(wizard: Wizard, hook: Hook, underway: Underway, again: Callback<()>) -> impl IntoView {
    let toasts = expect_context::<Toasts>();
    let Underway { addresses, keys } = underway;
    let integration = wizard.integration.get_untracked();
    let place = StoredValue::new((integration, hook.event));
    let group = hook.group;
    let prepared =
        move || place.with_value(|place| addresses.with(|made| made.get(place).cloned()));
    let key = move || {
        place
            .with_value(|place| keys.with(|keys| keys.get(place).cloned()))
            .unwrap_or_default()
    };
    let write =
        move |words: String| keys.update(|keys| drop(keys.insert(place.get_value(), words)));
    // Both are secrets, so no browser keeps them: the server knows that an address was shown, and which.
    let waiting = StoredValue::new(hook.prepared);
    let words = if waiting.with_value(Option::is_some) {
        "Show a new address"
    } else {
        "Show address"
    };
    let label = format!("{words} for {group}");
    let show = move |_| {
        let place = place.get_value();
        spawn_local(async move {
            match prepare_webhook(place.0.clone(), place.1.clone()).await {
                Ok(made) => addresses.update(|addresses| drop(addresses.insert(place, made))),
                Err(error) => toasts.bad(format!("No address was made. {error}")),
            }
        });
    };
    let save = move |webhook: String| {
        let (place, key) = (place.get_value(), untrack(key));
        spawn_local(async move {
            match give_webhook_key(webhook, key).await {
                Ok(()) => {
                    keys.update(|keys| drop(keys.remove(&place)));
                    toasts.good("The signature token is kept. Press the test button there now.");
                    again.run(());
                }
                Err(error) => toasts.bad(error.to_string()),
            }
        });
    };
    let form = move |webhook: String| {
        view! {
            <form class="key-form" on:submit=move |event| { event.prevent_default(); save(webhook.clone()); }>
                <Field label="Signature token" grow=true>
                    <input type="password" autocomplete="off" prop:value=key on:input=move |event| write(event_target_value(&event))/>
                </Field>
                <button type="submit" class="button primary" disabled=move || key().trim().is_empty()>"Save"</button>
            </form>
        }
    };
    view! {
        <section class="panel">
            <header class="panel-head"><h3>{group.clone()}</h3><span class="gap"></span>
                {move || prepared().is_none().then(|| view! { <button type="button" class="button" aria-label=label.clone() on:click=show>{words}</button> })}
            </header>
            {move || match (prepared(), waiting.get_value()) {
                (Some(made), _) => view! { <CopyField label="Address" value=made.url/> {form(made.webhook)} }.into_any(),
                (None, Some(webhook)) => view! {
                    <p class="dim">"An address was shown before. It is a secret, so it is shown once: if you gave it to the group, bring its signature token. If not, show a new address; the one of before then ends."</p>
                    {form(webhook)}
                }.into_any(),
                (None, None) => ().into_any(),
            }}
        </section>
    }
    .into_any()
}
