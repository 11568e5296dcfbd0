//! One question in the editor.

use leptos::prelude::*;
use questions::Kind;

use super::{kind::KindEditor, questions::Draft};
use crate::components::Icon;

/// A question: its words, what counts as an answer, its place.
#[component]
pub fn QuestionEditor(
    /// Which.
    id: String,
    /// All questions.
    draft: Draft,
) -> impl IntoView {
    let key = StoredValue::new(id);
    let of = move |look: fn(&questions::Question) -> String| {
        move || key.with_value(|id| draft.of(id, look))
    };
    let number = move || {
        let place = draft.set.with(|set| {
            let mut all = set.questions.iter();
            key.with_value(|id| all.position(|question| question.id == *id))
        });
        place.map_or(0, |place| place + 1)
    };
    let is_first = move || number() <= 1;
    let is_last = move || number() >= draft.set.with(|set| set.questions.len());
    let label = Memo::new(move |_| {
        key.with_value(|id| draft.of(id, |question| question.kind.label().to_owned()))
    });
    let required = move || key.with_value(|id| draft.of(id, |question| question.required));
    let shift = move |down: bool| move |_| key.with_value(|id| draft.shift(id, down));
    view! {
        <li class="question-editor">
            <header>
                <b>{number}</b>
                <span class="badge">{label}</span>
                <span class="gap"></span>
                <button type="button" class="button quiet icon-only up" aria-label=move || format!("Move question {} up", number()) disabled=is_first on:click=shift(false)><Icon name="fold"/></button>
                <button type="button" class="button quiet icon-only" aria-label=move || format!("Move question {} down", number()) disabled=is_last on:click=shift(true)><Icon name="fold"/></button>
                <button type="button" class="button quiet icon-only" aria-label=move || format!("Delete question {}", number()) on:click=move |_| draft.remove(&key.get_value())><Icon name="close"/></button>
            </header>
            <label class="field"><span>"Question"</span>
                <input type="text" maxlength="500" prop:value=of(|question| question.text.clone()) on:input=move |event| draft.change(&key.get_value(), |question| question.text = event_target_value(&event))/>
            </label>
            <label class="field"><span>"Hint"</span>
                <input type="text" maxlength="500" placeholder="What helps to answer it; may stay empty" prop:value=of(|question| question.hint.clone()) on:input=move |event| draft.change(&key.get_value(), |question| question.hint = event_target_value(&event))/>
            </label>
            // Made anew only when the kind changes, so that nobody loses the field they type in.
            {move || { label.track(); view! { <KindEditor id=key.get_value() draft=draft/> } }}
            <label class="tick"><input type="checkbox" prop:checked=required on:change=move |_| draft.change(&key.get_value(), |question| question.required = !question.required)/><span>"Must be answered"</span></label>
        </li>
    }
    .into_any()
}

/// What the editor needs of a kind, as text.
pub fn bound(kind: &Kind, upper: bool) -> String {
    match kind {
        Kind::Number { least, most, .. } => {
            let number = if upper { most } else { least };
            number.map(|number| number.to_string())
        }
        Kind::Date { earliest, latest } => {
            let day = if upper { latest } else { earliest };
            day.map(|day| day.to_string())
        }
        _ => None,
    }
    .unwrap_or_default()
}
