//! How soon mails tell of what happens, kind by kind. The bell shows everything in any case.

use leptos::{prelude::*, task::spawn_local};

use crate::{
    api::{
        json::resource,
        notifications::{choose, read_choices},
    },
    components::{Failure, Loading, Select, Toasts},
    wire::notifications::{Cadence, Kind},
};

/// One choice for each kind of news.
#[component]
pub fn NotificationChoices() -> impl IntoView {
    let loaded = resource(|| (), |()| read_choices());
    view! {
        <p class="dim small">"The bell shows everything at once. Choose here what also comes by mail; mails that ask for your decision always come."</p>
        <Transition fallback=|| view! { <Loading label="Loading your choices"/> }>
            {move || Suspend::new(async move {
                match loaded.await {
                    Ok(choices) => view! { <ul role="list" class="notification-choices">{choices.into_iter().map(|(kind, cadence)| view! { <Choice kind=kind cadence=cadence/> }).collect_view()}</ul> }.into_any(),
                    Err(error) => view! { <Failure error=error retry=Callback::new(move |()| loaded.refetch())/> }.into_any(),
                }
            })}
        </Transition>
    }
    .into_any()
}

#[component]
fn Choice(kind: Kind, cadence: Cadence) -> impl IntoView {
    let toasts = expect_context::<Toasts>();
    let chosen = RwSignal::new(cadence);
    let change = move |event| {
        let key = event_target_value(&event);
        let Some(now) = Cadence::ALL
            .into_iter()
            .find(|cadence| cadence.key() == key)
        else {
            return;
        };
        let before = chosen.get_untracked();
        chosen.set(now);
        spawn_local(async move {
            match choose(kind, now).await {
                Ok(()) => toasts.good("Your choice is saved."),
                Err(error) => {
                    let _ = chosen.try_set(before);
                    toasts.bad(format!("{}. {error}", error.title()));
                }
            }
        });
    };
    view! {
        <li>
            <label for=kind.key()>{kind.label()}</label>
            <Select><select id=kind.key() on:change=change prop:value=move || chosen.get().key()>
                {Cadence::ALL.into_iter().map(|offered| view! { <option value=offered.key() selected=offered == cadence>{offered.label()}</option> }).collect_view()}
            </select></Select>
        </li>
    }
}
