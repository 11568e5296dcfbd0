//! When mails of news come: the hour of the daily one, quiet hours, the time zone; and whether one is reminded of decisions that are due.

use leptos::{prelude::*, task::spawn_local};

use crate::{
    api::{
        json::resource,
        notifications::{choose_hours, choose_reminders, read_hours},
    },
    components::{Failure, Field, Loading, Select, Toasts},
    wire::notifications::Hours,
};

/// The id of the list of zones.
const ZONES: &str = "time-zones";

/// Where no quiet hours are chosen yet, their end as it is offered.
const USUALLY_OVER: u8 = 7;

/// The choice of no quiet hours.
const NEVER: &str = "never";

/// The choices.
#[component]
pub fn HourChoices() -> impl IntoView {
    let loaded = resource(|| (), |()| read_hours());
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
    let quiet_from = RwSignal::new(hours.quiet.map(|(from, _)| from));
    let quiet_until = RwSignal::new(hours.quiet.map_or(USUALLY_OVER, |(_, until)| until));
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
            let quiet = quiet_from.get_untracked();
            let until = quiet.map(|_| quiet_until.get_untracked());
            match choose_hours(hour.get_untracked(), zone.get_untracked(), quiet, until).await {
                Ok(()) => {
                    problem.set(None);
                    guessed.set(false);
                    toasts.good("Your hours are saved.");
                }
                Err(error) => problem.set(Some(error.to_string())),
            }
            saving.set(false);
        });
    };
    let (first, first_quiet) = (hours.hour, hours.quiet.map(|(from, _)| from));
    let first_until = quiet_until.get_untracked();
    let chosen = move |event| {
        if let Ok(at) = event_target_value(&event).parse() {
            hour.set(at);
        }
    };
    // "Never" is no hour.
    let chosen_from = move |event| quiet_from.set(event_target_value(&event).parse().ok());
    let chosen_until = move |event| {
        if let Ok(at) = event_target_value(&event).parse() {
            quiet_until.set(at);
        }
    };
    view! {
        <form class="hour-choices" on:submit=move |event| { event.prevent_default(); save(); }>
            <Field label="Daily mails come at">
                <Select><select on:change=chosen prop:value=move || hour.get().to_string()>{clock(Some(first))}</select></Select>
            </Field>
            <Field label="No mails of news from">
                <Select><select on:change=chosen_from prop:value=move || quiet_from.get().map_or_else(|| NEVER.to_owned(), |at| at.to_string())>
                    <option value=NEVER selected=first_quiet.is_none()>"Never quiet"</option>
                    {clock(first_quiet)}
                </select></Select>
            </Field>
            <Field label="Until">
                <Select><select on:change=chosen_until disabled=move || quiet_from.get().is_none() prop:value=move || quiet_until.get().to_string()>{clock(Some(first_until))}</select></Select>
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

/// The hours of a day to choose from.
fn clock(chosen: Option<u8>) -> Vec<AnyView> {
    let hour = |at: u8| {
        view! { <option value=at selected=chosen == Some(at)>{format!("{at:02}:00")}</option> }
            .into_any()
    };
    (0..24).map(hour).collect()
}

/// The browser's time zone.
fn here() -> Option<String> {
    use web_sys::js_sys::{Array, Intl, Object, Reflect};
    let format = Intl::DateTimeFormat::new(&Array::new(), &Object::new());
    let options = format.resolved_options();
    Reflect::get(&options, &"timeZone".into()).ok()?.as_string()
}
