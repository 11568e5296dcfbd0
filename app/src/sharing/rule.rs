//! What decisions do to the cards of a job: the choice, and the rule in words.

use leptos::{prelude::*, task::spawn_local};

use crate::{
    api::decisions::{read_rule, set_rule},
    components::{Failure, Field, Loading, Select, Toasts},
    wire::{
        board::{Column, ColumnKind},
        decisions::{JobRule, Rule},
    },
};

/// The reason that a rejection has where nobody wrote another.
const USUAL: &str = "Declined by the hiring manager";

/// The rule of a job, to be read and changed.
#[component]
pub fn DecisionRule(
    /// The job.
    job: String,
) -> impl IntoView {
    let job = StoredValue::new(job);
    let loaded = LocalResource::new(move || read_rule(job.get_value()));
    view! {
        <Suspense fallback=|| view! { <Loading label="Loading what decisions do"/> }>
            {move || Suspend::new(async move {
                match loaded.await {
                    Ok(read) => view! { <Form read=read job=job/> }.into_any(),
                    Err(error) => view! { <Failure error=error retry=Callback::new(move |()| loaded.refetch())/> }.into_any(),
                }
            })}
        </Suspense>
    }
    .into_any()
}

#[component]
fn Form(read: JobRule, job: StoredValue<String>) -> impl IntoView {
    let toasts = expect_context::<Toasts>();
    let columns = StoredValue::new(read.columns);
    let advance = RwSignal::new(read.rule.advance_to.unwrap_or_default());
    let decline = RwSignal::new(read.rule.decline_to.unwrap_or_default());
    let reason = RwSignal::new(match read.rule.decline_reason {
        unsaid if unsaid.is_empty() => USUAL.to_owned(),
        said => said,
    });
    let problem = RwSignal::new(None::<String>);
    let saving = RwSignal::new(false);
    let rejects = Memo::new(move |_| {
        let to = decline.get();
        columns.with_value(|columns| {
            let mut rejected = columns.iter().filter(|column| rejected(column));
            rejected.any(|column| column.id == to)
        })
    });
    let save = move || {
        saving.set(true);
        let chosen = |id: RwSignal<String>| Some(id.get_untracked()).filter(|id| !id.is_empty());
        let rule = Rule {
            advance_to: chosen(advance),
            decline_to: chosen(decline),
            decline_reason: reason.get_untracked(),
        };
        spawn_local(async move {
            match set_rule(job.get_value(), rule).await {
                Ok(()) => {
                    problem.set(None);
                    toasts.good("Saved. It holds for decisions from now on.");
                }
                Err(error) => problem.set(Some(error.to_string())),
            }
            saving.set(false);
        });
    };
    view! {
        <form class="share-rule" on:submit=move |event| { event.prevent_default(); save(); }>
            <div class="share-two">
                <Field label="When hiring managers advance somebody"><To chosen=advance columns=columns.with_value(|all| all.iter().filter(|column| !rejected(column)).cloned().collect())/></Field>
                <Field label="When they decline somebody"><To chosen=decline columns=columns.get_value()/></Field>
            </div>
            <Show when=move || rejects.get()>
                <Field label="Reason of the rejection" hint="Each rejection by decision gets it. It stays in CLARA.">
                    <input type="text" maxlength="500" required prop:value=move || reason.get() on:input=move |event| reason.set(event_target_value(&event))/>
                </Field>
            </Show>
            <Words/>
            {move || problem.get().map(|words| view! { <p class="notice bad" role="alert">{words}</p> })}
            <footer><button type="submit" class="button primary" disabled=move || saving.get()>{move || if saving.get() { "Saving…" } else { "Save" }}</button></footer>
        </form>
    }
    .into_any()
}

/// The rule in words, so that nobody is surprised.
#[component]
fn Words() -> impl IntoView {
    view! {
        <ul class="share-rule-words">
            <li>"A card moves once everybody who was asked about the candidate has said the same. As long as one is missing, is not sure or disagrees, it stays where it is and is marked."</li>
            <li>"Your moves stand. If somebody here or in the applicant tracking system moved the card after a hiring manager was asked, their decision only marks it."</li>
            <li>"Whoever takes back a decision that moved a card takes the move back too, until you move the card or press “Done”. You can move it back at any time."</li>
        </ul>
    }
}

fn rejected(column: &Column) -> bool {
    column.kind == ColumnKind::Rejected
}

/// Where a card goes.
#[component]
fn To(chosen: RwSignal<String>, columns: Vec<Column>) -> impl IntoView {
    let options = columns.into_iter().map(move |column| {
        let here = chosen.get_untracked() == column.id;
        view! { <option value=column.id selected=here>{format!("Move the card to {}", column.name)}</option> }
    });
    view! {
        <Select><select on:change=move |event| chosen.set(event_target_value(&event)) prop:value=move || chosen.get()>
            <option value="">"Leave the card, and mark it"</option>
            {options.collect_view()}
        </select></Select>
    }
}
