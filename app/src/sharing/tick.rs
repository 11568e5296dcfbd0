//! A box that puts an id or an address into what is chosen, or takes it out.

use std::collections::HashSet;

use leptos::prelude::*;

/// The box.
#[component]
pub fn Tick(
    /// What stands for this line.
    id: String,
    /// What is chosen.
    among: RwSignal<HashSet<String>>,
) -> impl IntoView {
    let id = StoredValue::new(id);
    let ticked = move || among.with(|chosen| id.with_value(|id| chosen.contains(id)));
    let toggle = move |event| {
        let on = event_target_checked(&event);
        among.update(|chosen| {
            if on {
                chosen.insert(id.get_value());
            } else {
                id.with_value(|id| chosen.remove(id));
            }
        });
    };
    view! { <input type="checkbox" prop:checked=ticked on:change=toggle/> }
}
