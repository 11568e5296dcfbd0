//! One connection: how it stands, its webhooks, what can be done.

use leptos::prelude::*;

use super::{disconnect::Disconnect, purge::Purge};
use crate::{
    components::When,
    wire::integrations::{Integration, State, Webhook},
};

/// A connection.
#[component]
pub fn IntegrationCard(
    /// Which.
    integration: Integration,
    /// Whether this member may change it.
    may: bool,
    /// Called after a change.
    changed: Callback<()>,
) -> impl IntoView {
    let (state_class, state_words) = match integration.state {
        State::Pending => ("part", "Waiting for consent"),
        State::Active => ("good", "Active"),
        State::Disconnected => ("bad", "Disconnected"),
    };
    let jobs = match integration.jobs {
        0 => "no jobs processed".to_owned(),
        1 => "1 job processed".to_owned(),
        many => format!("{many} jobs processed"),
    };
    let active = integration.state == State::Active;
    view! {
        <article class="panel">
            <header class="panel-head">
                <h2>{integration.name.clone()}</h2>
                <span class=format!("badge {state_class}")>{state_words}</span>
                <span class="gap"></span>
                {(integration.state != State::Pending).then(|| view! { <a class="button quiet" href=format!("/settings/integrations/{}/health", integration.id)>"Health"</a> })}
                {(may && active).then(|| view! { <a class="button" href=format!("/settings/integrations/{}/jobs", integration.id)>"Select jobs to process"</a> })}
                {(may && !active).then(|| view! { <a class="button" href=format!("/settings/integrations/new?provider={}&again={}", integration.provider, integration.id)>{if integration.state == State::Pending { "Go on" } else { "Reconnect" }}</a> })}
                {active.then(|| view! { <a class="button" href=format!("/settings/integrations/{}/follow-up-questions", integration.id)>"Follow-up Questions"</a> })}
                {(may && active).then(|| view! { <Disconnect id=integration.id.clone() name=integration.name.clone() done=changed/> })}
            </header>
            <p class="facts">
                {active.then(|| view! { <span>{jobs}</span> })}
                {integration.connected_at.map(|at| view! { <span>"connected " <When at=at/> {integration.connected_by.clone().map(|who| format!(" by {who}"))}</span> })}
                {integration.last_sync_at.map(|at| view! { <span>"last in touch " <When at=at/></span> })}
            </p>
            {integration.ended_because.clone().map(|why| view! { <p class="notice bad">{why} {(integration.held > 0).then_some(" What was read is kept.")}</p> })}
            {(may && integration.state == State::Disconnected && integration.held > 0).then(|| view! { <Purge id=integration.id.clone() name=integration.name.clone() held=integration.held done=changed/> })}
            {(active && !integration.webhooks.is_empty()).then(|| view! { <Webhooks webhooks=integration.webhooks.clone()/> })}
        </article>
    }
    .into_any()
}

/// The ATS's calls to CLARA.
#[component]
fn Webhooks(webhooks: Vec<Webhook>) -> impl IntoView {
    let working = webhooks
        .iter()
        .filter(|webhook| webhook.active && webhook.verified)
        .count();
    let heading = format!("Webhooks: {working} of {} verified", webhooks.len());
    view! {
        <details class="webhooks">
            <summary>{heading}</summary>
            <table class="table">
                <thead><tr><th scope="col">"Event"</th><th scope="col">"State"</th><th scope="col">"Last delivery"</th></tr></thead>
                <tbody>
                    {webhooks.into_iter().map(|webhook| view! {
                        <tr>
                            <th scope="row"><code>{webhook.event}</code></th>
                            <td>
                                <span class=if webhook.verified { "badge good" } else { "badge part" }>{if webhook.verified { "Verified" } else { "Not verified yet" }}</span> " "
                                <span class=if webhook.active { "badge good" } else { "badge part" }>{if webhook.active { "Active" } else { "Not active" }}</span>
                            </td>
                            <td>{match webhook.last_delivery_at { Some(at) => view! { <When at=at/> }.into_any(), None => "none yet".into_any() }}</td>
                        </tr>
                    }).collect_view()}
                </tbody>
            </table>
        </details>
    }
    .into_any()
}
