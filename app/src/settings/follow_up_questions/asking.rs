//! When candidates are asked: stages, delay, quiet hours, reminder; on and off.

use leptos::{prelude::*, task::spawn_local};
use questions::{Asking, QuietHours};

use super::{
    choices::{Hours, Pick},
    stages::Stages,
    start::StartDialog,
};
use crate::{
    api::follow_ups::{save_asking, switch_off},
    components::Toasts,
    settings::wizard::{Kept, KeptNotice, keep},
};

/// How long after entering a stage: minutes, words.
const DELAYS: &[(u32, &str)] = &[
    (0, "At once"),
    (30, "30 minutes"),
    (120, "2 hours"),
    (1440, "1 day"),
    (2880, "2 days"),
    (10_080, "1 week"),
];

/// After how many days a reminder goes.
const REMINDERS: &[(u32, &str)] = &[
    (0, "No reminder"),
    (2, "After 2 days"),
    (3, "After 3 days"),
    (5, "After 5 days"),
    (7, "After a week"),
];

/// How long a link works.
const LINKS: &[(u32, &str)] = &[
    (7, "1 week"),
    (14, "2 weeks"),
    (30, "30 days"),
    (60, "60 days"),
];

/// The panel.
#[component]
pub fn AskingPanel(
    /// The connection.
    integration: String,
    /// Whether candidates are asked.
    active: bool,
    /// When.
    asking: Asking,
    /// Whether this member may change it.
    may: bool,
    /// Called after a change.
    changed: Callback<()>,
) -> impl IntoView {
    let id = StoredValue::new(integration);
    let kept = StoredValue::new(asking.clone());
    let draft = RwSignal::new(asking);
    // Whoever may only look has nothing to come back to.
    let before = may.then(|| keep_asking(&id.get_value(), kept, draft));
    let saved = Callback::new(move |()| {
        if let Some(before) = before {
            before.forget();
        }
        changed.run(());
    });
    let discard = Callback::new(move |()| draft.set(kept.get_value()));
    let starting = RwSignal::new(false);
    let toasts = expect_context::<Toasts>();
    let busy = RwSignal::new(false);
    let is_changed = move || draft.with(|draft| kept.with_value(|kept| draft != kept));
    let adds_stage = move || {
        let kept = kept.get_value();
        draft.with_untracked(|draft| draft.stages.iter().any(|stage| !kept.asks_in(&stage.id)))
    };
    let save = move |_| {
        if active && adds_stage() {
            starting.set(true);
            return;
        }
        busy.set(true);
        spawn_local(async move {
            match save_asking(id.get_value(), draft.get_untracked(), active, false).await {
                Ok(_) => {
                    toasts.good("Saved.");
                    saved.run(());
                }
                Err(error) => toasts.bad(format!("Not saved. {error}")),
            }
            busy.set(false);
        });
    };
    let end = move |_| {
        busy.set(true);
        spawn_local(async move {
            match switch_off(id.get_value()).await {
                Ok(()) => {
                    toasts.good("Switched off. What was asked already can still be answered.");
                    changed.run(());
                }
                Err(error) => toasts.bad(format!("Not switched off. {error}")),
            }
            busy.set(false);
        });
    };
    view! {
        <section class="panel asking" aria-labelledby="asking">
            <header class="panel-head">
                <h2 id="asking">"When CLARA asks"</h2>
                <span class=if active { "badge good" } else { "badge" }>{if active { "On" } else { "Off" }}</span>
                <span class="gap"></span>
                {(may && active).then(|| view! { <button type="button" class="button" disabled=busy on:click=end>"Switch off"</button> })}
            </header>
            {before.map(|before| view! { <KeptNotice kept=before discard=discard/> })}
            <fieldset class="bare" disabled=!may>
                <Stages integration=id.get_value() draft=draft may=may/>
                <Timing draft=draft/>
            </fieldset>
            {may.then(|| view! {
                <footer class="actions">
                    <button type="button" class="button" disabled=move || busy.get() || !is_changed() on:click=save>"Save"</button>
                    {(!active).then(|| view! { <button type="button" class="button primary" disabled=move || draft.with(|draft| draft.stages.is_empty()) on:click=move |_| starting.set(true)>"Switch on…"</button> })}
                </footer>
                <StartDialog integration=id.get_value() draft=draft open=starting before=if active { kept.get_value() } else { Asking::default() } changed=saved/>
            })}
        </section>
    }
    .into_any()
}

/// Keeps what is chosen until it is saved; it comes back if nobody saved something else meanwhile.
fn keep_asking(integration: &str, kept: StoredValue<Asking>, draft: RwSignal<Asking>) -> Kept {
    let unsaved = move || {
        let (saved, chosen) = (kept.get_value(), draft.get());
        (saved != chosen).then_some((saved, chosen))
    };
    keep(
        integration,
        "asking",
        unsaved,
        move |(saved, chosen): (Asking, Asking)| {
            let fits = kept.with_value(|kept| *kept == saved);
            if fits {
                draft.set(chosen);
            }
            fits
        },
    )
}

/// Delay, quiet hours, reminder, and how long a link works.
#[component]
fn Timing(draft: RwSignal<Asking>) -> impl IntoView {
    let quiet = move || draft.with(|draft| draft.quiet_hours);
    let toggle = move |_| {
        draft.update(|draft| {
            draft.quiet_hours = match draft.quiet_hours {
                Some(_) => None,
                None => Some(QuietHours { from: 20, to: 8 }),
            };
        });
    };
    let hour = move |set: fn(&mut QuietHours, u8)| {
        Callback::new(move |hour| {
            draft.update(|draft| {
                if let Some(quiet) = &mut draft.quiet_hours {
                    set(quiet, hour);
                }
            });
        })
    };
    view! {
        <div class="timing">
            <Pick label="After the candidate enters the stage" choices=DELAYS value=Signal::derive(move || draft.with(|draft| draft.delay_minutes))
                set=Callback::new(move |minutes| draft.update(|draft| draft.delay_minutes = minutes))/>
            <Pick label="Reminder, if no answer came" choices=REMINDERS value=Signal::derive(move || draft.with(|draft| draft.reminder_days.map_or(0, u32::from)))
                set=Callback::new(move |days: u32| draft.update(|draft| draft.reminder_days = u8::try_from(days).ok().filter(|days| *days > 0)))/>
            <Pick label="The link works for" choices=LINKS value=Signal::derive(move || draft.with(|draft| u32::from(draft.link_days)))
                set=Callback::new(move |days: u32| draft.update(|draft| draft.link_days = u8::try_from(days).unwrap_or(14)))/>
            <div class="quiet-hours">
                <label class="tick"><input type="checkbox" prop:checked=move || quiet().is_some() on:change=toggle/><span>"Quiet hours: no mail at night"</span></label>
                <Show when=move || quiet().is_some()>
                    <div class="hours">
                        <Hours label="From" value=Signal::derive(move || quiet().map_or(20, |quiet| quiet.from)) set=hour(|quiet, hour| quiet.from = hour)/>
                        <Hours label="Until" value=Signal::derive(move || quiet().map_or(8, |quiet| quiet.to)) set=hour(|quiet, hour| quiet.to = hour)/>
                    </div>
                    <small class="dim">"On the candidate’s clock where their place tells it, else the job’s, else your organization’s. A mail that would come in quiet hours waits for their end."</small>
                </Show>
            </div>
        </div>
    }
    .into_any()
}
