//! Numbers that are chosen from a list.

use leptos::prelude::*;

use crate::components::Select;

/// A number out of a few. One that is not among them, set by another version, is offered as it is.
#[component]
pub fn Pick(
    /// What is chosen.
    label: &'static str,
    /// Numbers with their words.
    choices: &'static [(u32, &'static str)],
    /// The one that is chosen.
    value: Signal<u32>,
    /// Called with another one.
    set: Callback<u32>,
) -> impl IntoView {
    let now = value.get_untracked();
    let stranger = (!choices.iter().any(|(number, _)| *number == now))
        .then(|| view! { <option value=now.to_string() selected=true>{now}</option> });
    view! {
        <label class="field"><span>{label}</span>
            <Select><select prop:value=move || value.get().to_string() on:change=move |event| { if let Ok(number) = event_target_value(&event).parse() { set.run(number); } }>
                {choices.iter().map(|(number, words)| { let number = *number; view! { <option value=number.to_string() selected=move || value.get() == number>{*words}</option> } }).collect_view()}
                {stranger}
            </select></Select>
        </label>
    }
    .into_any()
}

/// An hour of the day.
#[component]
pub fn Hours(
    /// What is chosen.
    label: &'static str,
    /// The hour.
    value: Signal<u8>,
    /// Called with another one.
    set: Callback<u8>,
) -> impl IntoView {
    view! {
        <label class="field"><span>{label}</span>
            <Select><select prop:value=move || value.get().to_string() on:change=move |event| { if let Ok(hour) = event_target_value(&event).parse() { set.run(hour); } }>
                {(0..24_u8).map(|hour| view! { <option value=hour.to_string() selected=move || value.get() == hour>{format!("{hour:02}:00")}</option> }).collect_view()}
            </select></Select>
        </label>
    }
    .into_any()
}
