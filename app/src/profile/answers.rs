//! Questions with the candidate's answers, and how it stands with those that were asked by mail.

use leptos::prelude::*;

use crate::{
    components::{Icon, Rows, When, part_of},
    settings::AskedState,
    wire::{follow_ups::Asked, profile::Answer},
};

/// All answers.
#[component]
pub fn Answers(
    /// In the order they were asked.
    answers: Memo<Vec<Answer>>,
    /// What was asked by mail.
    asked: Memo<Vec<Asked>>,
    /// Called after something was done about it.
    changed: Callback<()>,
) -> impl IntoView {
    let unasked = part_of(asked, Vec::is_empty);
    let nothing = move || unasked.get() && answers.with(Vec::is_empty);
    let row = move |asked: Memo<Asked>| view! { <section class="asked-state" aria-label="Follow-up questions"><AskedState asked=asked changed=changed/></section> };
    view! {
        <Rows all=asked key=|asked: &Asked| asked.id.clone() children=row/>
        {move || nothing().then(|| view! { <p class="dim">"This application came without questions."</p> })}
        <dl class="answers">
            {move || answers.get().into_iter().map(|answer| view! { <OneAnswer answer=answer/> }).collect_view()}
        </dl>
    }
    .into_any()
}

#[component]
fn OneAnswer(answer: Answer) -> impl IntoView {
    view! {
        <div>
            <dt>{answer.question}</dt>
            <dd>
                {match answer.document {
                    Some(document) => view! { <a href=format!("/documents/{document}") rel="external" download=""><Icon name="download"/>{answer.answer}</a> }.into_any(),
                    None => answer.answer.into_any(),
                }}
                {answer.knocks_out.map(|why| view! { <p class="mark bad"><Icon name="flag"/>"Knock-out answer. " {why}</p> })}
                {answer.at.map(|at| view! { <small class="dim">"Follow-up, answered " <When at=at/></small> })}
            </dd>
        </div>
    }
    .into_any()
}
