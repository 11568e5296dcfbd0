//! `/settings/integrations/new`: the list of applicant tracking systems.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use super::{connect::ConnectDialog, integrations::LookOnly, wizard::Steps};
use crate::{
    api::{integrations::list_providers, json::resource},
    components::{Failure, Loading},
    shell::session,
    wire::integrations::Provider,
};

/// The list.
#[component]
pub fn NewIntegrationPage() -> impl IntoView {
    let loaded = resource(|| (), |()| list_providers());
    let query = use_query_map();
    let chosen = RwSignal::new(query.read_untracked().get("provider"));
    let again = StoredValue::new(query.read_untracked().get("again").unwrap_or_default());
    let problem = query.read_untracked().get("problem");
    let missing = query.read_untracked().get("missing").unwrap_or_default();
    let may = session().is_some_and(|session| session.can.manage_integrations);
    view! {
        <Title text="Add New Integration"/>
        <div class="page narrow">
            <header class="page-head">
                <div class="page-title"><a class="crumb" href="/settings/integrations">"Integrations"</a><h1>"Add New Integration"</h1></div>
            </header>
            <Steps/>
            {problem.and_then(|code| refusal(&code)).map(|words| view! {
                <div class="notice bad" role="alert"><p>{words}</p> {(!missing.is_empty()).then(|| view! { <Missing scopes=missing/> })}</div>
            })}
            {if may {
                view! {
                    <Transition fallback=|| view! { <Loading label="Loading"/> }>
                        {move || Suspend::new(async move {
                            match loaded.await {
                                Ok(all) => view! { <Choice providers=all chosen=chosen again=again/> }.into_any(),
                                Err(error) => view! { <Failure error=error retry=Callback::new(move |()| loaded.refetch())/> }.into_any(),
                            }
                        })}
                    </Transition>
                }.into_any()
            } else {
                view! { <LookOnly/> }.into_any()
            }}
        </div>
    }
    .into_any()
}

/// Why the way back from the ATS ended here.
fn refusal(code: &str) -> Option<&'static str> {
    Some(match code {
        "" => return None,
        "refused" => {
            "Access was not granted in the applicant tracking system. Nothing was connected. Start again and press Accept there; only a Super Admin of that account can."
        }
        "not_super_admin" => {
            "Whoever signed in to the applicant tracking system is not a Super Admin there. Nothing was connected. Ask a Super Admin to do this, or to make you one; in CLARA they need an Owner or Partner Admin beside them."
        }
        "scopes" => {
            "The applicant tracking system did not grant every permission that CLARA needs. Nothing was connected. Revoke the half-made app there under Settings > Integrations and API > Authorized Apps, then connect again and accept the whole list. Missing:"
        }
        "state" => {
            "This attempt was too old or began in another browser. Nothing was connected; please start again."
        }
        "exchange" => {
            "The applicant tracking system did not accept the answer. Nothing was connected; try again, and if it happens again, have the client id and secret checked."
        }
        "other_account" => {
            "Whoever signed in to the applicant tracking system belongs to another account than the one that was connected. Nothing was connected or changed. Sign in there with the account of before, or connect this one as a new integration."
        }
        "unavailable" => {
            "The applicant tracking system does not answer just now. Nothing was connected; try again in a minute."
        }
        _ => "Connecting did not work. Nothing was connected; try again in a moment.",
    })
}

/// The permissions that were not granted, by name. What is no scope in form comes from nobody's consent and is not shown.
#[component]
fn Missing(scopes: String) -> impl IntoView {
    let is_scope = |scope: &&str| {
        let plain = |c: char| c.is_ascii_lowercase() || matches!(c, '_' | ':');
        scope.len() < 60 && scope.chars().all(plain)
    };
    let named: Vec<String> = scopes
        .split(',')
        .filter(is_scope)
        .map(str::to_owned)
        .collect();
    view! { <ul class="scopes" role="list">{named.into_iter().map(|scope| view! { <li><code>{scope}</code></li> }).collect_view()}</ul> }
}

#[component]
fn Choice(
    providers: Vec<Provider>,
    chosen: RwSignal<Option<String>>,
    again: StoredValue<String>,
) -> impl IntoView {
    let open = RwSignal::new(false);
    let all = StoredValue::new(providers.clone());
    let provider = Memo::new(move |_| {
        chosen.with(|chosen| {
            all.with_value(|all| {
                all.iter()
                    .find(|provider| {
                        Some(&provider.id) == chosen.as_ref() && provider.unavailable.is_none()
                    })
                    .cloned()
            })
        })
    });
    let rows = providers.into_iter().map(|provider| {
        let id = provider.id.clone();
        let of = provider.id.clone();
        let unavailable = provider.unavailable.is_some();
        view! {
            <li>
                <label class="choice" class:is-off=unavailable>
                    <input type="radio" name="provider" value=provider.id.clone() disabled=unavailable prop:checked=move || chosen.with(|chosen| chosen.as_ref() == Some(&of)) on:change=move |_| chosen.set(Some(id.clone()))/>
                    <span class="choice-mark" aria-hidden="true">{provider.name.chars().next().map(String::from)}</span>
                    <span><strong>{provider.name.clone()}</strong><span class="dim">{provider.about.clone()}</span>
                        {provider.unavailable.clone().map(|why| view! { <span class="unreadable small">{why}</span> })}
                    </span>
                </label>
            </li>
        }
    });
    view! {
        <fieldset class="choices">
            <legend class="visually-hidden">"Applicant tracking system"</legend>
            <ul role="list">{rows.collect_view()}</ul>
        </fieldset>
        <footer class="actions">
            <a class="button" href="/settings/integrations">"Cancel"</a>
            <button type="button" class="button primary" disabled=move || provider.with(Option::is_none) on:click=move |_| open.set(true)>"Connect to ATS"</button>
        </footer>
        <ConnectDialog provider=provider again=again open=open/>
    }
    .into_any()
}
