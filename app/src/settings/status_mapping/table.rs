//! Stages or archive reasons, a row each.

use leptos::prelude::*;

use super::draft::Draft;
use crate::{
    components::Select,
    wire::status_mapping::{Origin, Status, StatusKind},
};

/// A table.
#[component]
pub fn StatusTable(
    /// What is chosen.
    draft: Draft,
    /// What the table holds.
    kind: StatusKind,
    /// What stands above it.
    heading: &'static str,
) -> impl IntoView {
    let rows = draft.statuses(kind);
    let none = rows.is_empty();
    view! {
        <h2 class="mapping-head">{heading}</h2>
        <div class="table-frame">
            <table class="table mapping stacks" aria-label=heading>
                <thead><tr><th scope="col">"Name"</th><th scope="col" class="number">"Candidates"</th><th scope="col">"Column in CLARA"</th></tr></thead>
                <tbody>{rows.into_iter().map(|(at, status)| view! { <Row draft=draft at=at status=status/> }).collect_view()}</tbody>
            </table>
            {none.then(|| view! { <p class="dim pad">"None."</p> })}
        </div>
    }
    .into_any()
}

#[component]
fn Row(draft: Draft, at: usize, status: Status) -> impl IntoView {
    let mark = match status.origin {
        Origin::Guessed => Some(("badge", "guessed")),
        Origin::Unmapped => Some(("badge part", "new, not mapped yet")),
        Origin::Chosen => None,
    };
    let label = format!("Column for {}", status.name);
    let option = move |id: String, name: String| {
        let value = id.clone();
        view! { <option value=id selected=move || draft.chosen(at) == value>{name}</option> }
    };
    view! {
        <tr>
            <th scope="row">{status.name} {mark.map(|(class, words)| view! { " " <span class=class>{words}</span> })}</th>
            <td class="number">{status.candidates}</td>
            <td class="mapping-choice">
                <Select><select aria-label=label prop:value=move || draft.chosen(at) on:change=move |event| draft.choose(at, event_target_value(&event))>
                    {option(String::new(), "no change".to_owned())}
                    {draft.columns().into_iter().map(|column| option(column.id, column.name)).collect_view()}
                </select></Select>
            </td>
        </tr>
    }
    .into_any()
}
