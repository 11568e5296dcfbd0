//! `/settings/integrations/:integration/health`: how a connection fares, and what to do where it does not fare well.

mod checks;
mod gaps;
mod imports;
mod runs;
mod webhooks;

use std::time::Duration;

use leptos::{leptos_dom::helpers::IntervalHandle, prelude::*};
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

use self::{checks::Checks, gaps::Gaps, imports::Imports, runs::Runs, webhooks::Webhooks};
use crate::{
    api::health::read_health,
    components::{Failure, Icon, Loading},
    error::ClaraError,
    resync::{Of, ResyncButton},
    shell::{Live, session},
    wire::{
        health::{Health, Level},
        live::Kind,
    },
};

/// Much of it changes without an event: time passes, work is done.
const LOOK: Duration = Duration::from_secs(15);

/// The page.
#[component]
pub fn HealthPage() -> impl IntoView {
    let params = use_params_map();
    let integration = Memo::new(move |_| params.read().get("integration").unwrap_or_default());
    let loaded = Resource::new_blocking(move || integration.get(), read_health);
    expect_context::<Live>().listen(move |event| {
        if event.kind == Kind::Integration {
            loaded.refetch();
        }
    });
    look_again(move || loaded.refetch());
    let reload = Callback::new(move |()| loaded.refetch());
    view! {
        <Title text="Health"/>
        <div class="page narrow health">
            <Transition fallback=|| view! { <Loading label="Loading the health of the connection"/> }>
                <Head loaded=loaded/>
                {move || Suspend::new(async move {
                    match loaded.await {
                        Ok(health) => view! { <Shown health=health reload=reload/> }.into_any(),
                        Err(error) => view! { <Failure error=error page=true retry=reload/> }.into_any(),
                    }
                })}
            </Transition>
        </div>
    }
    .into_any()
}

/// Calls it again and again while the page is open.
fn look_again(look: impl Fn() + Clone + 'static) {
    let looking = StoredValue::new(None::<IntervalHandle>);
    Effect::new(move || {
        looking.set_value(set_interval_with_handle(look.clone(), LOOK).ok());
    });
    on_cleanup(move || {
        if let Some(looking) = looking.try_update_value(Option::take).flatten() {
            looking.clear();
        }
    });
}

/// Name and buttons: drawn anew only where they change, so that a dialog of theirs stays open while the page looks again.
#[component]
fn Head(loaded: Resource<Result<Health, ClaraError>>) -> impl IntoView {
    let may = session().is_some_and(|session| session.can.manage_integrations);
    let facts = Memo::new(move |_| {
        loaded.with(|read| {
            let health = read.as_ref()?.as_ref().ok()?;
            let whole = health.active.then(|| health.integration.clone());
            Some((health.name.clone(), whole))
        })
    });
    let head = move |(name, whole): (String, Option<String>)| {
        view! {
            <header class="page-head">
                <div class="page-title"><a class="crumb" href="/settings/integrations">"Integrations"</a><h1>{name} " health"</h1></div>
                <span class="gap"></span>
                {whole.filter(|_| may).map(|id| view! { <ResyncButton of=Of::Connection(id) label="Re-sync all…"/> })}
                {may.then(|| view! { <a class="button quiet" href="/diagnostics" rel="external" download="clara-diagnostics.json"><Icon name="download"/>"Diagnostics bundle"</a> })}
            </header>
        }
    };
    (move || facts.get().map(head)).into_any()
}

#[component]
fn Shown(health: Health, reload: Callback<()>) -> impl IntoView {
    let may = session().is_some_and(|session| session.can.manage_integrations);
    let id = health.integration.clone();
    // A folder on the server tells nothing, so nothing can be missed.
    let hears = health.checks.iter().any(|check| check.code == "webhooks");
    view! {
        <Whole health=health.clone()/>
        <Checks checks=health.checks/>
        {hears.then(|| view! { <Webhooks integration=id webhooks=health.webhooks may=may reload=reload/> })}
        {health.active.then(|| view! { <Runs runs=health.runs next_at=health.next_run_at may=may reload=reload/> })}
        <Imports imports=health.imports/>
        {hears.then(|| view! { <Gaps gaps=health.gaps lately=health.gaps_lately/> })}
        {may.then(|| view! { <p class="dim small">"The diagnostics bundle holds versions, states, counts and error codes with ids, and nothing about a person: it can be sent to whoever helps."</p> })}
    }
    .into_any()
}

/// The state of the whole, with the words of whatever is worst.
#[component]
fn Whole(health: Health) -> impl IntoView {
    let (title, sign) = match health.level {
        Level::Green => ("All is well", "✓"),
        Level::Amber => ("It works, with something to look at", "!"),
        Level::Red => ("It needs you", "✗"),
    };
    let worst: Vec<String> = health
        .checks
        .iter()
        .filter(|check| check.level == health.level && health.level != Level::Green)
        .map(|check| check.name.clone())
        .collect();
    let words = if worst.is_empty() {
        "CLARA hears of changes at once, and looks for what it may have missed.".to_owned()
    } else {
        format!("{}.", worst.join(", "))
    };
    view! {
        <section class=format!("whole {}", health.level.class()) aria-label="State" role="status">
            <span class="whole-sign" aria-hidden="true">{sign}</span>
            <div><h2>{title}</h2><p>{words}</p></div>
        </section>
    }
    .into_any()
}
