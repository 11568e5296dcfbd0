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
    api::{health::read_health, json::resource},
    components::{Icon, Latest, Loading, part_of},
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
    let loaded = resource(move || integration.get(), read_health);
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
                <Latest loaded=loaded again=reload page=true of=whose children={move |health: Memo<Health>| view! { <Head health=health/> <Shown health=health reload=reload/> }}/>
            </Transition>
        </div>
    }
    .into_any()
}

fn whose(health: &Health) -> String {
    health.integration.clone()
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

/// Name and buttons.
#[component]
fn Head(health: Memo<Health>) -> impl IntoView {
    let may = session().is_some_and(|session| session.can.manage_integrations);
    let (name, id) =
        health.with_untracked(|health| (health.name.clone(), health.integration.clone()));
    let comparable = part_of(health, move |health| may && health.active);
    view! {
        <header class="page-head">
            <div class="page-title"><a class="crumb" href="/settings/integrations">"Integrations"</a><h1>{name} " health"</h1></div>
            <span class="gap"></span>
            {move || comparable.get().then(|| view! { <ResyncButton of=Of::Connection(id.clone()) label="Re-sync all…"/> })}
            {may.then(|| view! { <a class="button quiet" href="/diagnostics" rel="external" download="clara-diagnostics.json"><Icon name="download"/>"Diagnostics bundle"</a> })}
        </header>
    }
    .into_any()
}

#[component]
fn Shown(health: Memo<Health>, reload: Callback<()>) -> impl IntoView {
    let may = session().is_some_and(|session| session.can.manage_integrations);
    let id = StoredValue::new(health.with_untracked(whose));
    let checks = part_of(health, |health| health.checks.clone());
    let state = part_of(health, |health| (health.level, worst(health)));
    // A folder on the server tells nothing, so nothing can be missed.
    let hears = part_of(checks, |checks| {
        checks.iter().any(|check| check.code == "webhooks")
    });
    let active = part_of(health, |health| health.active);
    let webhooks = part_of(health, |health| health.webhooks.clone());
    let runs = part_of(health, |health| health.runs.clone());
    let next_at = part_of(health, |health| health.next_run_at);
    let imports = part_of(health, |health| health.imports.clone());
    let gaps = part_of(health, |health| (health.gaps.clone(), health.gaps_lately));
    let found = move || {
        let (gaps, lately) = gaps.get();
        view! { <Gaps gaps=gaps lately=lately/> }
    };
    view! {
        {move || view! { <Whole state=state.get()/> }}
        {move || view! { <Checks checks=checks.get()/> }}
        {move || hears.get().then(|| view! { <Webhooks integration=id.get_value() webhooks=webhooks may=may reload=reload/> })}
        {move || active.get().then(|| view! { <Runs runs=runs next_at=next_at may=may reload=reload/> })}
        {move || view! { <Imports imports=imports.get()/> }}
        {move || hears.get().then_some(found)}
        {may.then(|| view! { <p class="dim small">"The diagnostics bundle holds versions, states, counts and error codes with ids, and nothing about a person: it can be sent to whoever helps."</p> })}
    }
    .into_any()
}

/// The names of what stands worst, where not all is well.
fn worst(health: &Health) -> Vec<String> {
    health
        .checks
        .iter()
        .filter(|check| check.level == health.level && health.level != Level::Green)
        .map(|check| check.name.clone())
        .collect()
}

/// The state of the whole, with the words of whatever is worst.
#[component]
fn Whole(state: (Level, Vec<String>)) -> impl IntoView {
    let (level, worst) = state;
    let (title, sign) = match level {
        Level::Green => ("All is well", "✓"),
        Level::Amber => ("It works, with something to look at", "!"),
        Level::Red => ("It needs you", "✗"),
    };
    let words = if worst.is_empty() {
        "CLARA hears of changes at once, and looks for what it may have missed.".to_owned()
    } else {
        format!("{}.", worst.join(", "))
    };
    view! {
        <section class=format!("whole {}", level.class()) aria-label="State" role="status">
            <span class="whole-sign" aria-hidden="true">{sign}</span>
            <div><h2>{title}</h2><p>{words}</p></div>
        </section>
    }
    .into_any()
}
