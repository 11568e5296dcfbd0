//! What is asked before candidates get mails: who would, who would not and why, and whether those who stand in the stages already shall.

use leptos::{prelude::*, task::spawn_local};
use questions::Asking;

use crate::{
    api::follow_ups::{count_people, save_asking},
    components::{Dialog, Failure, Loading, Toasts},
    wire::follow_ups::DryRun,
};

/// The dialog. Nothing is sent by opening it.
#[component]
pub fn StartDialog(
    /// The connection.
    integration: String,
    /// What is to be switched on.
    draft: RwSignal<Asking>,
    /// Whether it is open.
    open: RwSignal<bool>,
    /// Stages in which people are asked already: it is on, and others are added.
    before: Asking,
    /// Called when it is done.
    changed: Callback<()>,
) -> impl IntoView {
    let id = StoredValue::new(integration);
    let again = !before.stages.is_empty();
    let before = StoredValue::new(before);
    let added = move || {
        let mut asking = draft.get_untracked();
        before.with_value(|before| asking.stages.retain(|stage| !before.asks_in(&stage.id)));
        asking
    };
    // Counted anew each time it is opened.
    let would = LocalResource::new(move || {
        let asked = open.get().then(added);
        async move {
            match asked {
                Some(asking) => Some(count_people(id.get_value(), asking).await),
                None => None,
            }
        }
    });
    let present = RwSignal::new(false);
    let busy = RwSignal::new(false);
    let toasts = expect_context::<Toasts>();
    let start = move |_| {
        busy.set(true);
        spawn_local(async move {
            let asking = draft.get_untracked();
            match save_asking(id.get_value(), asking, true, present.get_untracked()).await {
                Ok(0) => toasts.good("Switched on. Whoever enters a stage from now on is asked."),
                Ok(1) => toasts.good("Switched on. One person who stands there is asked, too."),
                Ok(many) => toasts.good(format!(
                    "Switched on. {many} people who stand there are asked, too."
                )),
                Err(error) => {
                    toasts.bad(format!("Not switched on. {error}"));
                    busy.set(false);
                    return;
                }
            }
            open.set(false);
            busy.set(false);
            changed.run(());
        });
    };
    let title = if again {
        "Ask in the new stages, too?"
    } else {
        "Switch on follow-up questions?"
    };
    view! {
        <Dialog open=open title=title.to_owned() wide=true>
            <Show when=move || open.get()>
            <Transition fallback=|| view! { <Loading label="Counting"/> }>
                {move || Suspend::new(async move {
                    match would.await {
                        Some(Ok(would)) => view! { <Whom would=would present=present/> }.into_any(),
                        Some(Err(error)) => view! { <Failure error=error retry=Callback::new(move |()| would.refetch())/> }.into_any(),
                        None => ().into_any(),
                    }
                })}
            </Transition>
            </Show>
            <footer>
                <button type="button" class="button" on:click=move |_| open.set(false)>"Cancel"</button>
                <button type="button" class="button primary" disabled=busy on:click=start>{move || if busy.get() { "Switching on…" } else { "Switch on" }}</button>
            </footer>
        </Dialog>
    }
    .into_any()
}

/// The dry run, and the choice that it is for.
#[component]
fn Whom(would: DryRun, present: RwSignal<bool>) -> impl IntoView {
    let people = match would.people {
        0 => "Nobody would get mail now.".to_owned(),
        1 => "1 person would get mail now.".to_owned(),
        many => format!("{many} people would get mail now."),
    };
    let all = match would.people {
        1 => "1 person gets a mail as soon as no quiet hour stands against it.".to_owned(),
        many => format!("{many} people get a mail as soon as no quiet hour stands against it."),
    };
    let nobody = would.people == 0;
    let option = move |with: bool, label: &'static str, words: String| {
        view! {
            <label class="choice" class:is-off=with && nobody>
                <input type="radio" name="start" disabled=with && nobody prop:checked=move || present.get() == with on:change=move |_| present.set(with)/>
                <span><strong>{label}</strong><span class="dim">{words}</span></span>
            </label>
        }
    };
    view! {
        <p class="dry-run"><strong>{people}</strong> " That is a dry run over those who stand in the chosen stages at this moment: nothing was sent."</p>
        {(!would.fall_out.is_empty()).then(|| view! {
            <details class="fall-out"><summary>"Who would not, and why"</summary>
                <ul>{would.fall_out.into_iter().map(|(why, many)| view! { <li><b>{many}</b> " " {why}</li> }).collect_view()}</ul>
            </details>
        })}
        <fieldset class="choices"><legend>"Who is asked"</legend>
            <div class="roles">
                {option(false, "Only those who enter a stage from now on", "Nobody gets a mail at this moment.".to_owned())}
                {option(true, "Those who stand in the new stages now, too", all)}
            </div>
        </fieldset>
    }
    .into_any()
}
