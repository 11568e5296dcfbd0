//! Every event with its webhook, and the test delivery.

use leptos::{prelude::*, task::spawn_local};

use crate::{
    api::wizard::{create_webhooks, test_webhooks},
    components::{Toast, Toasts, When, part_of},
    settings::wizard::Wizard,
    wire::{
        Millis,
        wizard::{Hook, Hooks},
    },
};

/// The list and its two buttons.
#[component]
pub fn HookList(
    /// The connection.
    wizard: Wizard,
    /// How they stand.
    hooks: Memo<Hooks>,
    /// Reads them again.
    again: Callback<()>,
) -> impl IntoView {
    let toasts = expect_context::<Toasts>();
    let busy = RwSignal::new(false);
    let missing = part_of(hooks, |hooks| hooks.hooks.iter().any(|hook| !hook.active));
    let made = part_of(hooks, |hooks| {
        hooks.hooks.iter().any(|hook| hook.active && !hook.by_hand)
    });
    let test = move |_| {
        busy.set(true);
        spawn_local(async move {
            match test_webhooks(wizard.integration.get_untracked()).await {
                Ok(()) => toasts.good(
                    "Test deliveries were asked for. Each event below says when its own arrived.",
                ),
                Err(error) => toasts.show(
                    Toast::bad("No test was sent").detail(format!("{error} Nothing was changed.")),
                ),
            }
            busy.set(false);
            again.run(());
        });
    };
    let create = move |_| {
        busy.set(true);
        spawn_local(async move {
            match create_webhooks(wizard.integration.get_untracked()).await {
                Ok(()) => toasts.good("Missing webhooks are being made."),
                Err(error) => toasts.bad(format!("No webhook was made. {error}")),
            }
            busy.set(false);
        });
    };
    view! {
        <div class="table-frame">
            <table class="table hooks stacks">
                <thead><tr><th scope="col">"Event"</th><th scope="col">"State"</th><th scope="col">"Last test"</th><th scope="col">"Last delivery"</th></tr></thead>
                <tbody>{move || hooks.with(|hooks| hooks.hooks.clone()).into_iter().map(|hook| view! { <Row hook=hook/> }).collect_view()}</tbody>
            </table>
        </div>
        <div class="actions">
            {move || missing.get().then(|| view! { <button type="button" class="button" disabled=busy on:click=create>"Make missing webhooks"</button> })}
            <button type="button" class="button" disabled=move || busy.get() || !made.get() on:click=test>{move || if busy.get() { "Asking…" } else { "Send test deliveries" }}</button>
        </div>
    }
    .into_any()
}

#[component]
fn Row(hook: Hook) -> impl IntoView {
    let (verified, active) = (hook.verified(), hook.active);
    view! {
        <tr>
            <th scope="row">{hook.group} <p class="dim small"><code>{hook.event}</code>{hook.by_hand.then_some(" made by hand")}</p></th>
            <td class="badges">
                <span class=if verified { "badge good" } else { "badge part" }>{if verified { "Verified" } else { "Not verified yet" }}</span>
                <span class=if active { "badge good" } else { "badge part" }>{if active { "Active" } else { "Not active" }}</span>
            </td>
            <td><span class="only-narrow">"test "</span>{moment(hook.tested_at)}</td>
            <td><span class="only-narrow">"delivery "</span>{moment(hook.last_delivery_at)}</td>
        </tr>
    }
    .into_any()
}

fn moment(at: Option<Millis>) -> AnyView {
    match at {
        Some(at) => view! { <When at=at/> }.into_any(),
        None => view! { <span class="dim">"none yet"</span> }.into_any(),
    }
}
