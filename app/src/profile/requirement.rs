//! One requirement with its verdict, why, and the words that show it.

use leptos::prelude::*;
use screening::model::Evidence;

use super::{ProfileState, highlights::marked, matches::Named, overrule::Overrule};
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
    application: StoredValue<String>,
    /// The requirement with its answer.
    item: Memo<RequirementMatch>,
    /// The documents.
    named: Memo<Named>,
    /// The open profile.
    state: ProfileState,
) -> impl IntoView {
    let may = session().is_some_and(|session| session.can.screen);
    let id = StoredValue::new(item.with_untracked(|item| item.id.clone()));
    let editing = Memo::new(move |_| {
        state
            .overruling
            .with(|of| id.with_value(|id| of.as_ref() == Some(id)))
    });
    let weight = move || {
        let (must, weight) = item.with(|item| (item.must_have, item.weight));
        format!(
            "{} · {}",
            if must { "must" } else { "nice" },
            number(weight)
        )
    };
    let sign = move || {
        let verdict = item.with(|item| item.verdict);
        view! { <span class=format!("verdict {}", verdict_class(verdict)) aria-hidden="true">{verdict_sign(verdict)}</span> }
    };
    view! {
        <li class="requirement">
            {sign}
            <div class="requirement-text">
                {move || answer(item.get(), &named.get(), state)}
                // It begins with what stands now; what stands later takes nothing from it.
                <Show when=move || editing.get()>
                    <Overrule application=application.get_value() item=item.get_untracked() state=state/>
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

/// The verdict with what it rests on.
fn answer(item: RequirementMatch, named: &Named, state: ProfileState) -> AnyView {
    let strength = format!("{:.0} %", item.strength * 100.0);
    let verdict = item.verdict;
    let silent = item.evidence.is_empty().then(|| match named.readable {
        0 => "No document could be read.".to_owned(),
        1 => "No evidence found in 1 document.".to_owned(),
        many => format!("No evidence found in {many} documents."),
    });
    let terms = item.terms;
    let quotes = item.evidence.into_iter().take(QUOTES).map(|evidence| {
        let mut kinds = named.kinds.iter();
        let kind = kinds.find(|(id, _)| *id == evidence.document).map(|(_, kind)| kind.clone());
        view! { <Quote evidence=evidence terms=terms.clone() kind=kind.unwrap_or_else(|| "Document".to_owned()) state=state/> }
    }).collect_view();
    let overruled = item.overruled.map(|overruled| view! {
        <p class="overruled">
            "Overruled by a person: " <q>{overruled.reason}</q> " The engine says "
            <b>{verdict_sign(overruled.engine_verdict)} " " {verdict_word(overruled.engine_verdict)}</b> ", " {format!("{:.0} %", overruled.engine_strength * 100.0)} "."
        </p>
    });
    view! {
        <p><span class="visually-hidden">{verdict_word(verdict)} ": "</span>{item.text}</p>
        <p class="requirement-why">
            <span class=format!("verdict-word {}", verdict_class(verdict))>{verdict_word(verdict)}</span>
            <span title="Strength: what the score multiplies the weight with">{strength}</span>
            {(!item.reason.is_empty()).then(|| view! { <span>{item.reason}</span> })}
        </p>
        {overruled}
        {quotes}
        {silent.map(|words| view! { <p class="dim small">{words}</p> })}
    }
    .into_any()
}

/// A quote; pressing it shows it in its document.
#[component]
fn Quote(
    evidence: Evidence,
    terms: Vec<String>,
    /// Of its document.
    kind: String,
    state: ProfileState,
) -> impl IntoView {
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
