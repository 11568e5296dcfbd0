//! One connection: how it stands, its webhooks, what can be done.

use leptos::prelude::*;

use super::{disconnect::Disconnect, purge::Purge};
use crate::{
    components::When,
    shell::session,
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
    let settles = may && active;
    let unfinished = integration.next_step.clone().filter(|_| settles);
    view! {
        <article class="panel">
            <header class="panel-head">
                <h2>{integration.name.clone()}</h2>
                <span class=format!("badge {state_class}")>{state_words}</span>
                <span class="gap"></span>
                {(integration.state != State::Pending).then(|| view! { <a class="button quiet" href=format!("/settings/integrations/{}/health", integration.id)>"Health"</a> })}
                {unfinished.map(|step| view! { <a class="button primary" href=format!("/settings/integrations/{}/{step}", integration.id)>"Go on with the set-up"</a> })}
                {(may && !active).then(|| view! { <a class="button" href=format!("/settings/integrations/new?provider={}&again={}", integration.provider, integration.id)>{if integration.state == State::Pending { "Go on" } else { "Reconnect" }}</a> })}
                {(may && active).then(|| view! { <Disconnect id=integration.id.clone() name=integration.name.clone() done=changed/> })}
            </header>
            <p class="facts">
                {active.then(|| view! { <span>{jobs}</span> })}
                {integration.connected_at.map(|at| view! { <span>"connected " <When at=at/> {integration.connected_by.clone().map(|who| format!(" by {who}"))}</span> })}
                {integration.last_sync_at.map(|at| view! { <span>"last in touch " <When at=at/></span> })}
            </p>
            {integration.ended_because.clone().map(|why| view! { <p class="notice bad">{why} {(integration.held > 0).then_some(" What was read is kept.")}</p> })}
            {(may && integration.state == State::Disconnected && integration.held > 0).then(|| view! { <Purge id=integration.id.clone() name=integration.name.clone() held=integration.held done=changed/> })}
            {active.then(|| view! { <Parts id=integration.id.clone() settles=settles/> })}
            <Alarms integration=integration.clone() may=settles/>
            {(active && !integration.webhooks.is_empty()).then(|| view! { <Webhooks webhooks=integration.webhooks.clone()/> })}
        </article>
    }
    .into_any()
}

/// The connection's settings: the same pages as the wizard's steps.
#[component]
fn Parts(id: String, settles: bool) -> impl IntoView {
    let owns = session().is_some_and(|session| session.can.manage_write_back);
    let part = |slug: &str, name: &'static str| {
        view! { <a href=format!("/settings/integrations/{id}/{slug}")>{name}</a> }
    };
    view! {
        <nav class="integration-parts" aria-label="Settings of this connection">
            {settles.then(|| part("jobs", "Select jobs to process"))} {part("follow-up-questions", "Follow-up Questions")}
            {settles.then(|| part("status-mapping", "Status mapping"))} {settles.then(|| part("webhooks", "Webhooks"))}
            {owns.then(|| part("write-back", "Write-back"))}
        </nav>
    }
    .into_any()
}

/// What somebody should look at.
#[component]
fn Alarms(integration: Integration, may: bool) -> impl IntoView {
    let id = integration.id;
    let unmapped = match integration.unmapped {
        0 => None,
        1 => Some("1 stage or archive reason is new and not mapped: it moves no card. ".to_owned()),
        many => Some(format!(
            "{many} stages or archive reasons are new and not mapped: they move no card. "
        )),
    };
    let mapping = format!("/settings/integrations/{id}/status-mapping");
    let lost = integration.write_back_ended.then_some(
        "Write-back switched itself off: the permission to move stages was taken away. ",
    );
    view! {
        {unmapped.map(|words| view! { <p class="notice part" role="status">{words} {may.then(|| view! { <a href=mapping>"Map them"</a> })}</p> })}
        {lost.map(|words| view! { <p class="notice bad" role="status">{words} {may.then(|| view! { <a href=format!("/settings/integrations/{id}/write-back")>"Look at it"</a> })}</p> })}
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
