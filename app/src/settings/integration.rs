//! One connection: how it stands, its webhooks, what can be done.

use leptos::prelude::*;

use super::{disconnect::Disconnect, purge::Purge};
use crate::{
    components::{When, part_of},
    shell::session,
    wire::integrations::{Integration, State, Webhook},
};

/// A connection.
#[component]
pub fn IntegrationCard(
    /// Which.
    integration: Memo<Integration>,
    /// Whether this member may change it.
    may: bool,
    /// Called after a change.
    changed: Callback<()>,
) -> impl IntoView {
    let (id, name) = integration.with_untracked(|one| (one.id.clone(), one.name.clone()));
    let (id, name) = (StoredValue::new(id), StoredValue::new(name));
    let state = part_of(integration, |one| one.state);
    let active = part_of(state, |state| *state == State::Active);
    let settles = Signal::derive(move || may && active.get());
    let erasable = part_of(integration, move |one| {
        may && one.state == State::Disconnected && one.held > 0
    });
    let held = part_of(integration, |one| one.held);
    let ended = part_of(integration, |one| {
        one.ended_because.clone().map(|why| (why, one.held > 0))
    });
    let alarms = part_of(integration, |one| (one.unmapped, one.write_back_ended));
    let webhooks = part_of(integration, |one| one.webhooks.clone());
    let called = part_of(webhooks, |webhooks| !webhooks.is_empty());
    let badge = move || {
        let (class, words) = match state.get() {
            State::Pending => ("badge part", "Waiting for consent"),
            State::Active => ("badge good", "Active"),
            State::Disconnected => ("badge bad", "Disconnected"),
        };
        view! { <span class=class>{words}</span> }
    };
    view! {
        <article class="panel">
            <header class="panel-head">
                <h2>{name.get_value()}</h2>
                {badge}
                <span class="gap"></span>
                <Onward integration=integration may=may/>
                {move || settles.get().then(|| view! { <Disconnect id=id.get_value() name=name.get_value() done=changed/> })}
            </header>
            {move || facts(integration.get())}
            {move || ended.get().map(|(why, kept)| view! { <p class="notice bad">{why} {kept.then_some(" What was read is kept.")}</p> })}
            {move || erasable.get().then(|| view! { <Purge id=id.get_value() name=name.get_value() held=held done=changed/> })}
            {move || active.get().then(|| view! { <Parts id=id.get_value() settles=may/> })}
            {move || view! { <Alarms id=id.get_value() alarms=alarms.get() may=settles.get()/> }}
            {move || (active.get() && called.get()).then(|| view! { <Webhooks webhooks=webhooks/> })}
        </article>
    }
    .into_any()
}

/// Where one goes from here: its health, and on with what is not finished.
#[component]
fn Onward(integration: Memo<Integration>, may: bool) -> impl IntoView {
    let shown = part_of(integration, |one| {
        (
            one.id.clone(),
            one.provider.clone(),
            one.state,
            one.next_step.clone(),
        )
    });
    let links = move || {
        let (id, provider, state, next) = shown.get();
        let active = state == State::Active;
        let unfinished = next.filter(|_| may && active);
        view! {
            {(state != State::Pending).then(|| view! { <a class="button quiet" href=format!("/settings/integrations/{id}/health")>"Health"</a> })}
            {unfinished.map(|step| view! { <a class="button primary" href=format!("/settings/integrations/{id}/{step}")>"Go on with the set-up"</a> })}
            {(may && !active).then(|| view! { <a class="button" href=format!("/settings/integrations/new?provider={provider}&again={id}")>{if state == State::Pending { "Go on" } else { "Reconnect" }}</a> })}
        }
    };
    links.into_any()
}

fn facts(integration: Integration) -> impl IntoView {
    let jobs = match integration.jobs {
        0 => "no jobs processed".to_owned(),
        1 => "1 job processed".to_owned(),
        many => format!("{many} jobs processed"),
    };
    let active = integration.state == State::Active;
    view! {
        <p class="facts">
            {active.then(|| view! { <span>{jobs}</span> })}
            {integration.connected_at.map(|at| view! { <span>"connected " <When at=at/> {integration.connected_by.map(|who| format!(" by {who}"))}</span> })}
            {integration.last_sync_at.map(|at| view! { <span>"last in touch " <When at=at/></span> })}
        </p>
    }
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
fn Alarms(
    id: String,
    /// How much is unmapped, and whether write-back ended by itself.
    alarms: (u64, bool),
    may: bool,
) -> impl IntoView {
    let (unmapped, write_back_ended) = alarms;
    let unmapped = match unmapped {
        0 => None,
        1 => Some("1 stage or archive reason is new and not mapped: it moves no card. ".to_owned()),
        many => Some(format!(
            "{many} stages or archive reasons are new and not mapped: they move no card. "
        )),
    };
    let mapping = format!("/settings/integrations/{id}/status-mapping");
    let lost = write_back_ended.then_some(
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
fn Webhooks(webhooks: Memo<Vec<Webhook>>) -> impl IntoView {
    let heading = move || {
        webhooks.with(|webhooks| {
            let works = |webhook: &&Webhook| webhook.active && webhook.verified;
            let working = webhooks.iter().filter(works).count();
            format!("Webhooks: {working} of {} verified", webhooks.len())
        })
    };
    view! {
        <details class="webhooks">
            <summary>{heading}</summary>
            <table class="table">
                <thead><tr><th scope="col">"Event"</th><th scope="col">"State"</th><th scope="col">"Last delivery"</th></tr></thead>
                <tbody>
                    {move || webhooks.get().into_iter().map(|webhook| view! {
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
