//! Questions with the candidate's answers.

use leptos::prelude::*;

use crate::wire::profile::Answer;

/// All answers.
#[component]
pub fn Answers(
    /// In the order they were asked.
    answers: Vec<Answer>,
) -> impl IntoView {
    if answers.is_empty() {
        return view! { <p class="dim">"This application came without questions."</p> }.into_any();
    }
    view! {
        <dl class="answers">
            {answers.into_iter().map(|answer| view! { <div><dt>{answer.question}</dt><dd>{answer.answer}</dd></div> }).collect_view()}
        </dl>
    }
    .into_any()
}
