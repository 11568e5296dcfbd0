//! When the daily mail comes: hour and time zone; and whether one is reminded of decisions that are due.

use leptos::{prelude::*, task::spawn_local};

use crate::{
    api::notifications::{choose_hours, choose_reminders, read_hours},
    components::{Failure, Field, Loading, Select, Toasts},
    wire::notifications::Hours,
};

/// The id of the list of zones.
const ZONES: &str = "time-zones";

/// The choices.
#[component]
pub fn HourChoices() -> impl IntoView {
    let loaded = Resource::new_blocking(|| (), |()| read_hours());
    view! {
        <Transition fallback=|| view! { <Loading label="Loading your hours"/> }>
            {move || Suspend::new(async move {
                match loaded.await {
                    Ok(hours) => view! { <Reminders on=hours.reminders/> <Daily hours=hours/> }.into_any(),
                    Err(error) => view! { <Failure error=error retry=Callback::new(move |()| loaded.refetch())/> }.into_any(),
                }
            })}
        </Transition>
    }
    .into_any()
}

#[component]
fn Reminders(on: bool) -> impl IntoView {
    let toasts = expect_context::<Toasts>();
    let ticked = RwSignal::new(on);
    let change = move |event| {
        let now = event_target_checked(&event);
        ticked.set(now);
        spawn_local(async move {
            match choose_reminders(now).await {
                Ok(()) => toasts.good("Your choice is saved."),
                Err(error) => {
                    let _ = ticked.try_set(!now);
                    toasts.bad(format!("{}. {error}", error.title()));
                }
            }
        });
    };
    view! {
        <label class="tick">
            <input type="checkbox" prop:checked=move || ticked.get() on:change=change/>
            <span>"Remind me by mail on the day before a decision is due, and on the day after"</span>
        </label>
    }
}

/// Hour and zone, saved together.
#[component]
fn Daily(hours: Hours) -> impl IntoView {
    let toasts = expect_context::<Toasts>();
    let hour = RwSignal::new(hours.hour);
    let zone = RwSignal::new(hours.zone);
    let guessed = RwSignal::new(false);
    let problem = RwSignal::new(None::<String>);
    let saving = RwSignal::new(false);
    // Where nobody chose yet, the browser knows best where its reader is.
    Effect::new(move || {
        if let Some(here) = here().filter(|here| !hours.chosen && *here != zone.get_untracked()) {
            zone.set(here);
            guessed.set(true);
        }
    });
    let save = move || {
        saving.set(true);
        spawn_local(async move {
            match choose_hours(hour.get_untracked(), zone.get_untracked()).await {
                Ok(()) => {
                    problem.set(None);
                    guessed.set(false);
                    toasts.good("Saved. Daily mails and reminders come at this hour.");
                }
                Err(error) => problem.set(Some(error.to_string())),
            }
            saving.set(false);
        });
    };
    let first = hours.hour;
    let options = (0..24u8).map(
        move |at| view! { <option value=at selected=at == first>{format!("{at:02}:00")}</option> },
    );
    let chosen = move |event| {
        if let Ok(at) = event_target_value(&event).parse() {
            hour.set(at);
        }
    };
    view! {
        <form class="hour-choices" on:submit=move |event| { event.prevent_default(); save(); }>
            <Field label="Daily mails come at">
                <Select><select on:change=chosen prop:value=move || hour.get().to_string()>{options.collect_view()}</select></Select>
            </Field>
            <Field label="Time zone" grow=true problem=problem>
                <input type="text" list=ZONES autocomplete="off" spellcheck="false" required maxlength="64"
                    prop:value=move || zone.get() on:input=move |event| { zone.set(event_target_value(&event)); guessed.set(false); }/>
            </Field>
            <datalist id=ZONES>{hours.zones.into_iter().map(|name| view! { <option value=name></option> }).collect_view()}</datalist>
            <button type="submit" class="button" disabled=move || saving.get()>{move || if saving.get() { "Saving…" } else { "Save" }}</button>
        </form>
        <Show when=move || guessed.get()>
            <p class="dim small">"This is your browser’s time zone. It counts once you save it."</p>
        </Show>
    }
    .into_any()
}

/// The browser's time zone.
fn here() -> Option<String> {
    use web_sys::js_sys::{Array, Intl, Object, Reflect};
    let format = Intl::DateTimeFormat::new(&Array::new(), &Object::new());
    let options = format.resolved_options();
    Reflect::get(&options, &"timeZone".into()).ok()?.as_string()
}
