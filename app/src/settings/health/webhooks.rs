//! Each webhook with its state and last delivery; repair and canary.

use leptos::{prelude::*, task::spawn_local};

use crate::{
    api::health::{repair_webhooks, send_canary},
    components::{Toasts, When},
    wire::{
        Millis,
        health::{Canary, WebhookHealth},
    },
};

/// The panel.
#[component]
pub fn Webhooks(
    /// The connection.
    integration: String,
    /// All of its webhooks.
    webhooks: Memo<Vec<WebhookHealth>>,
    /// Whether this member may do something.
    may: bool,
    /// Called after a change.
    reload: Callback<()>,
) -> impl IntoView {
    view! {
        <section class="panel">
            <header class="panel-head">
                <h2>"Webhooks"</h2>
                <span class="gap"></span>
                {may.then(|| view! { <Actions integration=integration reload=reload/> })}
            </header>
            <div class="table-scroll" tabindex="0" role="region" aria-label="Webhooks, table">
                <table class="table">
                    <thead><tr><th scope="col">"Event"</th><th scope="col">"State"</th><th scope="col">"Last delivery"</th><th scope="col">"Reached"</th></tr></thead>
                    <tbody>{move || webhooks.get().into_iter().map(row).collect_view()}</tbody>
                </table>
            </div>
            <p class="dim small">"A webhook is a hint that something happened: CLARA reads it anew, and finds without hints what they miss."</p>
        </section>
    }
    .into_any()
}

fn row(webhook: WebhookHealth) -> impl IntoView {
    view! {
        <tr>
            <th scope="row"><code>{webhook.event}</code></th>
            <td><span class=format!("badge {}", webhook.level.class())>{webhook.words}</span></td>
            <td>{moment(webhook.last_delivery_at)}</td>
            <td>{moment(webhook.reached_at)}</td>
        </tr>
    }
}

fn moment(at: Option<Millis>) -> AnyView {
    match at {
        Some(at) => view! { <When at=at/> }.into_any(),
        None => view! { <span class="dim">"none yet"</span> }.into_any(),
    }
}

#[component]
fn Actions(integration: String, reload: Callback<()>) -> impl IntoView {
    let toasts = expect_context::<Toasts>();
    let busy = RwSignal::new(false);
    let id = StoredValue::new(integration);
    let repair = move |_| {
        busy.set(true);
        spawn_local(async move {
            match repair_webhooks(id.get_value()).await {
                Ok(()) => toasts.good("What is wrong with the webhooks is being made anew."),
                Err(error) => toasts.bad(format!("Not repaired. {error}")),
            }
            busy.set(false);
            reload.run(());
        });
    };
    let canary = move |_| {
        busy.set(true);
        spawn_local(async move {
            match send_canary(id.get_value()).await {
                Ok(Canary { asked, arrived }) if asked == arrived => {
                    toasts.good(format!("The canary arrived: {arrived} of {asked} webhooks reach CLARA."));
                }
                Ok(Canary { asked, arrived }) => toasts.bad(format!(
                    "{arrived} of {asked} canaries arrived. Press the test button of each webhook in Lever, under Settings, Integrations and API, Webhooks."
                )),
                Err(error) => toasts.bad(format!(
                    "No canary arrived. {error} Look whether Lever can reach this server from the internet."
                )),
            }
            busy.set(false);
            reload.run(());
        });
    };
    view! {
        <button type="button" class="button" disabled=busy on:click=canary>"Send a canary"</button>
        <button type="button" class="button" disabled=busy on:click=repair>"Repair"</button>
    }
    .into_any()
}
