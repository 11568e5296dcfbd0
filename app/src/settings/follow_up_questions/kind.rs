//! What counts as an answer, and which answers knock out.

use leptos::prelude::*;
use questions::{Choice, Kind};

use super::{question::bound, questions::Draft};
use crate::components::Icon;

/// What is particular to the kind of a question.
#[component]
pub fn KindEditor(
    /// The question.
    id: String,
    /// All questions.
    draft: Draft,
) -> impl IntoView {
    let kind = untrack(|| draft.of(&id, |question| Some(question.kind.clone())));
    match kind {
        Some(Kind::Choice { .. }) => view! { <Options id=id draft=draft/> }.into_any(),
        Some(Kind::Number { .. }) => view! { <Unit id=id.clone() draft=draft/> <Bounds id=id draft=draft input="number" labels=["Below this it knocks out", "Above this it knocks out"]/> }.into_any(),
        Some(Kind::Date { .. }) => view! { <Bounds id=id draft=draft input="date" labels=["Before this day it knocks out", "After this day it knocks out"]/> }.into_any(),
        Some(Kind::File) => view! { <p class="dim small">"PDF, Word (.docx), plain text, PNG or JPEG, 10 MB at most. What a file says is shown, not scored."</p> }.into_any(),
        Some(Kind::Text { .. }) | None => ().into_any(),
    }
}

#[component]
fn Unit(id: String, draft: Draft) -> impl IntoView {
    let key = StoredValue::new(id);
    let value = move || {
        key.with_value(|id| {
            draft.of(id, |question| match &question.kind {
                Kind::Number { unit, .. } => unit.clone(),
                _ => String::new(),
            })
        })
    };
    let set = move |event| {
        draft.change(&key.get_value(), |question| {
            if let Kind::Number { unit, .. } = &mut question.kind {
                *unit = event_target_value(&event);
            }
        });
    };
    view! { <label class="field"><span>"What it counts"</span><input type="text" maxlength="60" placeholder="years, weeks, km" prop:value=value on:input=set/></label> }
        .into_any()
}

/// The bounds beyond which an answer knocks out; none stays empty.
#[component]
fn Bounds(
    id: String,
    draft: Draft,
    input: &'static str,
    labels: [&'static str; 2],
) -> impl IntoView {
    let key = StoredValue::new(id);
    let field = move |upper: bool, label: &'static str| {
        // As it was when the field was made: what is being typed must not be rewritten.
        let at_first =
            untrack(|| key.with_value(|id| draft.of(id, |question| bound(&question.kind, upper))));
        let set = move |event| {
            let text = event_target_value(&event);
            draft.change(&key.get_value(), |question| {
                set_bound(&mut question.kind, upper, &text)
            });
        };
        view! { <label class="field"><span>{label}</span><input type=input step="any" value=at_first on:input=set/></label> }
    };
    view! { <div class="bounds">{field(false, labels[0])} {field(true, labels[1])}</div> }
        .into_any()
}

fn set_bound(kind: &mut Kind, upper: bool, text: &str) {
    match kind {
        Kind::Number { least, most, .. } => {
            *(if upper { most } else { least }) = text.trim().parse().ok();
        }
        Kind::Date { earliest, latest } => {
            *(if upper { latest } else { earliest }) = text.parse().ok();
        }
        Kind::Text { .. } | Kind::Choice { .. } | Kind::File => {}
    }
}

/// The options of a choice, each with whether it knocks out.
#[component]
fn Options(id: String, draft: Draft) -> impl IntoView {
    let key = StoredValue::new(id);
    let many = Memo::new(move |_| {
        key.with_value(|id| {
            draft.of(id, |question| match &question.kind {
                Kind::Choice { options, .. } => options.len(),
                _ => 0,
            })
        })
    });
    let several = move || {
        key.with_value(|id| {
            draft.of(id, |question| {
                matches!(question.kind, Kind::Choice { several: true, .. })
            })
        })
    };
    let change = move |change: &dyn Fn(&mut Vec<Choice>, &mut bool)| {
        draft.change(&key.get_value(), |question| {
            if let Kind::Choice { options, several } = &mut question.kind {
                change(options, several);
            }
        });
    };
    view! {
        <fieldset class="options"><legend>"Answers to choose from"</legend>
            {move || (0..many.get()).map(|nth| view! { <OptionEditor key=key nth=nth draft=draft/> }).collect_view()}
            <button type="button" class="button quiet" on:click=move |_| change(&|options, _| options.push(Choice::default()))><Icon name="plus"/>"Add an answer"</button>
        </fieldset>
        <label class="tick"><input type="checkbox" prop:checked=several on:change=move |_| change(&|_, several| *several = !*several)/><span>"Several may be chosen"</span></label>
    }
    .into_any()
}

#[component]
fn OptionEditor(key: StoredValue<String>, nth: usize, draft: Draft) -> impl IntoView {
    let option = move || {
        key.with_value(|id| {
            draft.of(id, |question| match &question.kind {
                Kind::Choice { options, .. } => options.get(nth).cloned().unwrap_or_default(),
                _ => Choice::default(),
            })
        })
    };
    let change = move |change: &dyn Fn(&mut Choice)| {
        draft.change(&key.get_value(), |question| {
            if let Kind::Choice { options, .. } = &mut question.kind
                && let Some(option) = options.get_mut(nth)
            {
                change(option);
            }
        });
    };
    let remove = move |_| {
        draft.change(&key.get_value(), |question| {
            if let Kind::Choice { options, .. } = &mut question.kind
                && nth < options.len()
            {
                options.remove(nth);
            }
        });
    };
    view! {
        <div class="option-editor">
            <span class="field"><input type="text" maxlength="500" aria-label=format!("Answer {}", nth + 1) prop:value=move || option().text
                on:input=move |event| { let text = event_target_value(&event); change(&|option| option.text.clone_from(&text)); }/></span>
            <label class="tick"><input type="checkbox" prop:checked=move || option().knocks_out on:change=move |_| change(&|option| option.knocks_out = !option.knocks_out)/><span>"Knocks out"</span></label>
            <button type="button" class="button quiet icon-only" aria-label=format!("Delete answer {}", nth + 1) on:click=remove><Icon name="close"/></button>
        </div>
    }
    .into_any()
}
