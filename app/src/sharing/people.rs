//! Choosing whom to ask: the job's hiring manager, those of the organization, who was asked before, and anybody else by mail address.

use leptos::prelude::*;

use super::{draft::Draft, tick::Tick};
use crate::{
    api::shares::list_hiring_managers,
    components::{Failure, Field, Loading},
    wire::shares::Person,
};

/// Boxes to tick, and a field for addresses.
#[component]
pub fn People(
    /// What is being put together.
    draft: Draft,
    /// The job.
    job: StoredValue<String>,
) -> impl IntoView {
    let all = LocalResource::new(move || list_hiring_managers(job.get_value()));
    view! {
        <fieldset class="choices">
            <legend>"Hiring managers"</legend>
            <Transition fallback=|| view! { <Loading label="Loading hiring managers"/> }>
                {move || Suspend::new(async move {
                    match all.await {
                        Ok(people) if people.is_empty() => view! { <p class="dim small">"Nobody has the role Hiring Manager yet. Write a mail address below: they need no account."</p> }.into_any(),
                        Ok(people) => view! { <ul role="list" class="share-people">{people.into_iter().map(|person| view! { <Line person=person draft=draft/> }).collect_view()}</ul> }.into_any(),
                        Err(error) => view! { <Failure error=error retry=Callback::new(move |()| all.refetch())/> }.into_any(),
                    }
                })}
            </Transition>
            <Field label="Or by mail address" hint="Several with commas between. They get a link and need no account.">
                <input type="text" inputmode="email" autocomplete="off" spellcheck="false" placeholder="name@example.org"
                    prop:value=move || draft.others.get() on:input=move |event| draft.others.set(event_target_value(&event))/>
            </Field>
        </fieldset>
    }
    .into_any()
}

#[component]
fn Line(person: Person, draft: Draft) -> impl IntoView {
    let nameless = person.name == person.email;
    view! {
        <li><label class="tick">
            <Tick id=person.email.clone() among=draft.members/>
            <span>{person.name}</span>
            {person.known.words().map(|words| view! { <span class="badge">{words}</span> })}
            {(!nameless).then(|| view! { <span class="dim small">{person.email}</span> })}
        </label></li>
    }
}
