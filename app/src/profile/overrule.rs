//! A person's verdict in place of the engine's, with a reason; it can be withdrawn.

use leptos::prelude::*;
use screening::model::Verdict;

use super::ProfileState;
use crate::{
    api::profile::{overrule, withdraw_overrule},
    components::{Field, Select, Toast, Toasts},
    wire::{board::verdict_word, profile::RequirementMatch},
};

const VERDICTS: [(Verdict, &str); 4] = [
    (Verdict::Met, "met"),
    (Verdict::Partly, "partly"),
    (Verdict::NotMet, "not_met"),
    (Verdict::NoEvidence, "no_evidence"),
];

/// The form below a requirement.
#[component]
pub fn Overrule(
    /// Whose.
    application: String,
    /// The requirement.
    item: RequirementMatch,
    /// The open profile.
    state: ProfileState,
) -> impl IntoView {
    let toasts = expect_context::<Toasts>();
    let verdict = RwSignal::new(item.verdict);
    let reason = RwSignal::new(
        item.overruled
            .as_ref()
            .map(|overruled| overruled.reason.clone())
            .unwrap_or_default(),
    );
    let was = item.overruled.is_some();
    let key = StoredValue::new((application, item.id));
    let save = Action::new_local(move |withdraw: &bool| {
        let withdraw = *withdraw;
        let (application, requirement) = key.get_value();
        let words = reason.get_untracked().trim().to_owned();
        async move {
            let answer = if withdraw {
                withdraw_overrule(application, requirement).await
            } else {
                overrule(application, requirement, verdict.get_untracked(), words).await
            };
            match answer {
                Ok(()) => {
                    toasts.good(if withdraw {
                        "Withdrawn. The score is being computed anew."
                    } else {
                        "Overruled. The score is being computed anew."
                    });
                    state.overruling.set(None);
                    state.reload.run(());
                }
                Err(error) => toasts
                    .show(Toast::bad("Verdict not saved; it is as it was").detail(error.title())),
            }
        }
    });
    let pending = save.pending();
    let missing = move || reason.with(|reason| reason.trim().is_empty());
    let chosen = move |event| {
        let value = event_target_value(&event);
        if let Some((chosen, _)) = VERDICTS.iter().find(|(_, name)| *name == value) {
            verdict.set(*chosen);
        }
    };
    view! {
        <form class="overrule" on:submit=move |event| { event.prevent_default(); if !missing() { save.dispatch_local(false); } }>
            <Field label="Verdict">
                <Select><select on:change=chosen>
                    {VERDICTS.map(|(value, name)| view! { <option value=name selected=move || verdict.get() == value>{verdict_word(value)}</option> }).collect_view()}
                </select></Select>
            </Field>
            <Field label="Reason (it stays beside the engine’s verdict)" grow=true>
                <input type="text" required maxlength="500" prop:value=move || reason.get() on:input=move |event| reason.set(event_target_value(&event))/>
            </Field>
            <footer>
                {was.then(|| view! { <button type="button" class="button quiet" disabled=pending on:click=move |_| { save.dispatch_local(true); }>"Withdraw"</button> })}
                <button type="button" class="button quiet" on:click=move |_| state.overruling.set(None)>"Cancel"</button>
                <button type="submit" class="button primary" disabled=move || pending.get() || missing()>{move || if pending.get() { "Saving…" } else { "Save" }}</button>
            </footer>
        </form>
    }
    .into_any()
}
