//! Making webhooks by hand, where the ATS's API refuses: an address to copy there, a signature token to bring back.

use leptos::{prelude::*, task::spawn_local};

use crate::{
    api::wizard::{give_webhook_key, prepare_webhook},
    components::{CopyField, Field, Rows, Toasts, part_of},
    settings::wizard::Wizard,
    wire::wizard::{ByHand, Hook, Hooks},
};

/// Instructions, and the events that still need a webhook. Open where the ATS refused, or a signature token does not fit.
#[component]
pub fn ByHandSteps(
    /// The connection.
    wizard: Wizard,
    /// How they stand.
    hooks: Memo<Hooks>,
    /// Reads them again.
    again: Callback<()>,
) -> impl IntoView {
    let needed = part_of(hooks, |hooks| {
        let hooks = hooks.hooks.iter();
        let needed = hooks.filter(|hook| hook.by_hand || !hook.active);
        needed.cloned().collect::<Vec<_>>()
    });
    let refused = part_of(hooks, |hooks| hooks.refused);
    let wanted = part_of(hooks, |hooks| {
        hooks.refused || hooks.hooks.iter().any(|hook| hook.misfit)
    });
    let shown = Memo::new(move |_| refused.get() || needed.with(|needed| !needed.is_empty()));
    let ats = StoredValue::new(hooks.with_untracked(|hooks| hooks.ats.clone()));
    let inside = move || {
        let ats = ats.get_value();
        view! {
            <summary>"Make them by hand"</summary>
            <ol>
                <li>{format!("In {ats}, as a Super Admin, open ")}<em>"Settings > Integrations and API > Webhooks"</em>"."</li>
                <li>"Below, press "<em>"Show address"</em>" for an event, and copy the address into the group of that name. Switch the group on."</li>
                <li>"Copy the "<em>"signature token"</em>" that stands beside it there, paste it here and press "<em>"Save"</em>"."</li>
                <li>"Press the test button there. The event above becomes "<em>"Verified"</em>"."</li>
            </ol>
            <Rows all=needed key=|hook: &Hook| hook.event.clone() children={move |hook: Memo<Hook>| view! { <One wizard=wizard hook=hook again=again/> }}/>
        }
    };
    // Whether it is open is the browser's, from when the ATS refused or a token did not fit.
    let steps = move || {
        shown.get().then(|| {
            if wanted.get() {
                view! { <details class="by-hand" open>{inside()}</details> }.into_any()
            } else {
                view! { <details class="by-hand">{inside()}</details> }.into_any()
            }
        })
    };
    steps.into_any()
}

/// One event. The address is known here only as long as the page is open; after a reload the token can be brought all the same.
#[component]
fn One(wizard: Wizard, hook: Memo<Hook>, again: Callback<()>) -> impl IntoView {
    let toasts = expect_context::<Toasts>();
    let (event, group) = hook.with_untracked(|hook| (hook.event.clone(), hook.group.clone()));
    let (event, heading, named) = (StoredValue::new(event), group.clone(), group.clone());
    // Both are secrets, so no browser keeps them: the server knows that an address was shown, and which.
    let prepared = RwSignal::new(None::<ByHand>);
    let key = RwSignal::new(String::new());
    let waiting = part_of(hook, |hook| hook.prepared.clone());
    let misfit = part_of(hook, |hook| hook.misfit);
    // The form stays when the server has heard of the address.
    let stands = Memo::new(move |_| match prepared.get() {
        Some(made) => (Some(made), None),
        None => (None, waiting.get()),
    });
    let words = move || {
        if waiting.with(Option::is_some) {
            "Show a new address"
        } else {
            "Show address"
        }
    };
    let label = move || format!("{} for {group}", words());
    let show = move |_| {
        spawn_local(async move {
            let integration = wizard.integration.get_untracked();
            match prepare_webhook(integration, event.get_value()).await {
                // The page may have been left meanwhile.
                Ok(made) => drop(prepared.try_set(Some(made))),
                Err(error) => toasts.bad(format!("No address was made. {error}")),
            }
        });
    };
    let save = move |webhook: String| {
        spawn_local(async move {
            match give_webhook_key(webhook, key.get_untracked()).await {
                Ok(()) => {
                    drop(key.try_set(String::new()));
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
                    <input type="password" autocomplete="off" prop:value=move || key.get() on:input=move |event| key.set(event_target_value(&event))/>
                </Field>
                <button type="submit" class="button primary" disabled=move || key.with(|key| key.trim().is_empty())>"Save"</button>
            </form>
        }
    };
    view! {
        <section class="panel">
            <header class="panel-head"><h3>{heading}</h3><span class="gap"></span>
                {move || prepared.with(Option::is_none).then(|| view! { <button type="button" class="button" aria-label=label.clone() on:click=show>{words}</button> })}
            </header>
            {move || misfit.get().then(|| view! {
                <p class="notice bad" role="alert">"A delivery came that this signature token does not fit, and was refused. Copy the token again from the group "<em>{named.clone()}</em>", paste it here, press "<em>"Save"</em>", and then the test button there."</p>
            })}
            {move || match stands.get() {
                (None, Some(webhook)) if misfit.get() => form(webhook).into_any(),
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
