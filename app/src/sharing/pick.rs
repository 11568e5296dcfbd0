//! Choosing candidates: the open one, a whole column, or any of them.

use leptos::prelude::*;

use super::{draft::Draft, tick::Tick};
use crate::components::{Field, Select};

/// A candidate to choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offered {
    /// The application.
    pub application: String,
    /// The candidate's name.
    pub name: String,
    /// 0–100.
    pub score: Option<u8>,
    /// The name of the column they stand in.
    pub column: String,
    /// Whether the board shows them: its filter, if there is one, lets them through.
    pub filtered: bool,
}

/// The column that is shown, and its candidates with boxes to tick.
#[component]
pub fn Pick(
    /// What is being put together.
    draft: Draft,
    /// The column that is shown at first.
    column: RwSignal<String>,
) -> impl IntoView {
    let columns = Memo::new(move |_| {
        let mut columns: Vec<(String, usize)> = Vec::new();
        draft.offered.with(|offered| {
            for candidate in offered {
                match columns
                    .iter_mut()
                    .find(|(name, _)| *name == candidate.column)
                {
                    Some((_, many)) => *many += 1,
                    None => columns.push((candidate.column.clone(), 1)),
                }
            }
        });
        columns
    });
    let shown = Memo::new(move |_| {
        let column = column.get();
        draft.offered.with(|offered| {
            offered
                .iter()
                .filter(|candidate| candidate.column == column)
                .cloned()
                .collect::<Vec<_>>()
        })
    });
    let tick = move |all: bool| {
        let ids = shown.get_untracked();
        draft.chosen.update(|chosen| {
            for candidate in ids {
                if all {
                    chosen.insert(candidate.application);
                } else {
                    chosen.remove(&candidate.application);
                }
            }
        });
    };
    // All that the board's filter shows, in whatever column; none where it hides nobody.
    let filtered = Memo::new(move |_| {
        draft.offered.with(|offered| {
            let shown = offered.iter().filter(|candidate| candidate.filtered);
            let shown: Vec<Offered> = shown.cloned().collect();
            (shown.len() < offered.len()).then_some(shown)
        })
    });
    let choose_filtered = move |_| {
        let shown = filtered.get_untracked().unwrap_or_default();
        // Where the first of them stands is shown, so that it is seen who was chosen.
        if let Some(first) = shown.first() {
            column.set(first.column.clone());
        }
        let ids = shown.into_iter().map(|candidate| candidate.application);
        draft.chosen.set(ids.collect());
    };
    let several = move || columns.with(Vec::len) > 1;
    view! {
        <fieldset class="choices share-candidates">
            <legend>"Candidates" <span class="dim small">" " {move || match draft.candidates().len() { 1 => "1 chosen".to_owned(), many => format!("{many} chosen") }}</span></legend>
            <Show when=several>
                <div class="share-column">
                    <Field label="Column" grow=true>
                        <Select><select on:change=move |event| column.set(event_target_value(&event)) prop:value=move || column.get()>
                            {move || columns.get().into_iter().map(|(name, many)| {
                                let here = column.get_untracked() == name;
                                view! { <option value=name.clone() selected=here>{format!("{name} ({many})")}</option> }
                            }).collect_view()}
                        </select></Select>
                    </Field>
                    <button type="button" class="button" on:click=move |_| tick(true)>"All"</button>
                    <button type="button" class="button" on:click=move |_| tick(false)>"None"</button>
                </div>
            </Show>
            {move || filtered.get().filter(|shown| !shown.is_empty()).map(|shown| view! {
                <p class="share-filtered"><button type="button" class="button" on:click=choose_filtered>{format!("Choose the {} that the board’s filter shows", shown.len())}</button></p>
            })}
            <ul role="list" class="share-list">
                <For each=move || shown.get() key=|candidate| candidate.application.clone() children=move |candidate| view! { <Candidate candidate=candidate draft=draft/> }/>
            </ul>
        </fieldset>
    }
    .into_any()
}

#[component]
fn Candidate(candidate: Offered, draft: Draft) -> impl IntoView {
    let name = if candidate.name.is_empty() {
        "No name given".to_owned()
    } else {
        candidate.name
    };
    view! {
        <li><label class="tick">
            <Tick id=candidate.application among=draft.chosen/>
            <span>{name}</span>
            <span class="gap"></span>
            {candidate.score.map(|score| view! { <span class="score small">{score}</span> })}
        </label></li>
    }
}
