//! One requirement with its verdict, why, and the words that show it.

use leptos::prelude::*;
use screening::model::Evidence;

use super::{ProfileState, highlights::marked, overrule::Overrule};
use crate::{
    components::{verdict_class, verdict_sign},
    shell::session,
    wire::{board::verdict_word, profile::RequirementMatch},
};

/// How many quotes are shown at once.
const QUOTES: usize = 3;

/// A requirement.
#[component]
pub fn RequirementRow(
    /// Whose.
    application: String,
    /// The requirement with its answer.
    item: RequirementMatch,
    /// Kinds of documents by id.
    names: StoredValue<Vec<(String, String)>>,
    /// How many documents could be read.
    readable: usize,
    /// The open profile.
    state: ProfileState,
) -> impl IntoView {
    let may = session().is_some_and(|session| session.can.screen);
    let id = StoredValue::new(item.id.clone());
    let editing = Memo::new(move |_| {
        state
            .overruling
            .with(|of| id.with_value(|id| of.as_ref() == Some(id)))
    });
    let weight = format!(
        "{} · {}",
        if item.must_have { "must" } else { "nice" },
        number(item.weight)
    );
    let strength = format!("{:.0} %", item.strength * 100.0);
    let verdict = item.verdict;
    let terms = item.terms.clone();
    let quotes = item.evidence.iter().take(QUOTES).cloned().map(|evidence| view! { <Quote evidence=evidence terms=terms.clone() names=names state=state/> }).collect_view();
    let silent = item.evidence.is_empty().then(|| match readable {
        0 => "No document could be read.".to_owned(),
        1 => "No evidence found in 1 document.".to_owned(),
        many => format!("No evidence found in {many} documents."),
    });
    let overruled = item.overruled.clone().map(|overruled| view! {
        <p class="overruled">
            "Overruled by a person: " <q>{overruled.reason}</q> " The engine says "
            <b>{verdict_sign(overruled.engine_verdict)} " " {verdict_word(overruled.engine_verdict)}</b> ", " {format!("{:.0} %", overruled.engine_strength * 100.0)} "."
        </p>
    });
    let for_form = item.clone();
    view! {
        <li class="requirement">
            <span class=format!("verdict {}", verdict_class(verdict)) aria-hidden="true">{verdict_sign(verdict)}</span>
            <div class="requirement-text">
                <p><span class="visually-hidden">{verdict_word(verdict)} ": "</span>{item.text.clone()}</p>
                <p class="requirement-why">
                    <span class=format!("verdict-word {}", verdict_class(verdict))>{verdict_word(verdict)}</span>
                    <span title="Strength: what the score multiplies the weight with">{strength}</span>
                    {(!item.reason.is_empty()).then(|| view! { <span>{item.reason.clone()}</span> })}
                </p>
                {overruled}
                {quotes}
                {silent.map(|words| view! { <p class="dim small">{words}</p> })}
                <Show when=move || editing.get()>
                    <Overrule application=application.clone() item=for_form.clone() state=state/>
                </Show>
            </div>
            <div class="requirement-side">
                <span class="must" title="Must-have or nice-to-have, and its weight">{weight}</span>
                {may.then(|| view! {
                    <button type="button" class="button link small" aria-expanded=move || editing.get().to_string() on:click=move |_| state.overruling.set((!editing.get_untracked()).then(|| id.get_value()))>"Overrule"</button>
                })}
            </div>
        </li>
    }
    .into_any()
}

/// A quote; pressing it shows it in its document.
#[component]
fn Quote(
    evidence: Evidence,
    terms: Vec<String>,
    names: StoredValue<Vec<(String, String)>>,
    state: ProfileState,
) -> impl IntoView {
    let kind = names
        .with_value(|names| {
            names
                .iter()
                .find(|(id, _)| *id == evidence.document)
                .map(|(_, kind)| kind.clone())
        })
        .unwrap_or_else(|| "Document".to_owned());
    let place = if evidence.page > 1 {
        format!("{kind}, page {}", evidence.page)
    } else {
        kind
    };
    let (document, start) = (evidence.document.clone(), evidence.start);
    let parts = marked(&evidence.quote, &terms)
        .into_iter()
        .map(|(text, hit)| {
            if hit {
                view! { <mark>{text}</mark> }.into_any()
            } else {
                text.into_any()
            }
        })
        .collect_view();
    view! {
        <button type="button" class="quote" title="Show it in the document" on:click=move |_| state.show(document.clone(), start)>
            <q>{parts}</q> <span class="quote-place">{place}</span>
        </button>
    }
    .into_any()
}

/// "12" or "2.5".
fn number(value: f64) -> String {
    if (value - value.round()).abs() < 0.05 {
        format!("{value:.0}")
    } else {
        format!("{value:.1}")
    }
}
